package dev.skipstream.data;

import dev.skipstream.data.DataSet.TargetKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads sktime's {@code .ts}: a header of {@code @} lines, then a case a line, {@code 1,2,3:4,5,6:label}, the channels
 * between colons. Cases may differ in length unless the header says otherwise; the channels of a case may not.
 */
final class TsReader {

    private final Utf8Lines lines;
    private final TsHeader header;
    private final Map<String, Integer> classes = new HashMap<>();
    private int channels; // 0 until known
    private int length; // of every case; 0 while or where any will do
    private int firstCase; // its line; 0 before it

    private TsReader(Utf8Lines lines, TsHeader header) {
        this.lines = lines;
        this.header = header;
        this.channels = header.channels();
        this.length = header.seriesLength();
        for (String label : header.labels()) {
            classes.put(label, classes.size());
        }
    }

    static DataSet read(Utf8Lines lines, String fallbackName) throws IOException {
        TsHeader header = TsHeader.read(lines, fallbackName);
        TsReader reader = new TsReader(lines, header);
        List<Sequence> sequences = new ArrayList<>();
        for (String line = lines.nextContent(); line != null; line = lines.nextContent()) {
            sequences.add(reader.sequence(line));
        }
        if (sequences.isEmpty()) {
            throw lines.expected("at least one case after @data", "the end of the file");
        }
        return new DataSet(header.name(), reader.channels, header.targets(), header.labels(), sequences);
    }

    private Sequence sequence(String line) throws DataFormatException {
        if (line.charAt(0) == '@') {
            throw lines.expected("a case, since @data is over", DataFormatException.quote(line));
        }
        String[] parts = line.split(":", -1); // channels, then the target if there is one
        boolean hasTarget = header.targets() != TargetKind.NONE;
        // without a target the last channel may end in ':' as well; aeon writes such files
        boolean endsInColon = !hasTarget && parts.length > 1 && parts[parts.length - 1].isBlank();
        checkChannels(parts.length - (hasTarget || endsInColon ? 1 : 0), hasTarget);
        checkLengths(parts);
        float[] values = new float[length(parts[0]) * channels]; // (T, I)
        for (int channel = 0; channel < channels; channel++) {
            readChannel(parts[channel], channel, values);
        }
        return new Sequence(values, channels, hasTarget ? target(parts[channels].strip()) : Double.NaN);
    }

    private void checkChannels(int found, boolean hasTarget) throws DataFormatException {
        String layout = hasTarget ? "and then the target, between ':'" : "between ':' and no target";
        if (firstCase == 0) {
            firstCase = lines.number();
            if (channels == 0 && found > 0) {
                channels = found;
            }
        }
        if (found != channels || found == 0) {
            String source = header.channels() > 0 ? "as the header says" : "as in line " + firstCase;
            String count = channels == 0 ? "channels" : "channels: " + channels + " " + source;
            throw lines.expected(count + ", " + layout, String.valueOf(found));
        }
    }

    private void checkLengths(String[] parts) throws DataFormatException {
        for (int channel = 0; channel < channels; channel++) {
            if (parts[channel].isBlank()) {
                throw lines.expected("values in channel " + channel, "none");
            }
            int found = length(parts[channel]);
            if (channel == 0 && length == 0 && header.equalLength()) {
                length = found; // no @seriesLength: the first case sets it
            }
            if (length > 0 && found != length) {
                String source = header.seriesLength() > 0 ? "@seriesLength" : "as in line " + firstCase;
                throw lines.expected(
                        length + " values in channel " + channel + " (" + source + ")", String.valueOf(found));
            }
            int first = length(parts[0]);
            if (found != first) {
                throw lines.expected(
                        first + " values in channel " + channel + ", as in channel 0", String.valueOf(found));
            }
        }
    }

    /** Number of values in the text of a channel. */
    private static int length(String part) {
        int values = 1;
        for (int comma = part.indexOf(','); comma >= 0; comma = part.indexOf(',', comma + 1)) {
            values++;
        }
        return values;
    }

    private void readChannel(String part, int channel, float[] values) throws DataFormatException {
        int from = 0;
        for (int n = channel, step = 0; n < values.length; n += channels, step++) {
            int comma = part.indexOf(',', from);
            String text =
                    part.substring(from, comma < 0 ? part.length() : comma).strip();
            double value = Decimals.parse(text);
            if (Double.isNaN(value)) {
                boolean missing = Decimals.isMissing(text);
                throw lines.expected(
                        "a number finite as float32 in channel " + channel + " at position " + step + " (both from 0"
                                + (missing ? "; missing values are not supported)" : ")"),
                        DataFormatException.quote(text));
            }
            values[n] = (float) value;
            from = comma + 1;
        }
    }

    private double target(String text) throws DataFormatException {
        if (header.targets() == TargetKind.CLASS) {
            Integer index = classes.get(text);
            if (index != null) {
                return index;
            }
            if (text.isEmpty() || text.equals("?")) {
                return Double.NaN;
            }
            throw lines.expected("a label that @classLabel lists", DataFormatException.quote(text));
        }
        double value = Decimals.parse(text);
        if (Double.isNaN(value) && !Decimals.isMissing(text)) {
            throw lines.expected("a target finite as float32", DataFormatException.quote(text));
        }
        return value;
    }
}
