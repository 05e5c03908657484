package dev.skipstream.data;

/** How the text formats write numbers. */
final class Decimals {

    private Decimals() {}

    /** Whether the (stripped) text stands for a value that was not measured. */
    static boolean isMissing(String text) {
        return text.isEmpty() || text.equals("?") || text.equalsIgnoreCase("nan");
    }

    /**
     * Text to double, to be narrowed to float32 by a cast: two roundings, as everywhere in this project.
     *
     * @return NaN if the text is no decimal number, or one that is not finite as float32
     */
    static double parse(String text) {
        // Java would also take 1d, 2f, 0x1p3 and Infinity; no data file means those as numbers
        int last = text.length() - 1;
        if (last < 0
                || !(isDigit(text.charAt(last)) || text.charAt(last) == '.')
                || text.indexOf('x') >= 0
                || text.indexOf('X') >= 0) {
            return Double.NaN;
        }
        try {
            double value = Double.parseDouble(text);
            return Float.isFinite((float) value) ? value : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
