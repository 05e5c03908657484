package dev.skipstream.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Feeds a reader broken inputs: it may understand one or refuse it in its own words, but never fail otherwise, take long
 * or take much memory. {@code -Dskipstream.fuzz.inputs=250000} sets how many inputs each reader gets (CI: a few seconds
 * of them), {@code -Dskipstream.fuzz.seed} which.
 */
public final class Fuzz {
    private static final int INPUTS = Integer.getInteger("skipstream.fuzz.inputs", 20_000);
    private static final long SEED = Long.getLong("skipstream.fuzz.seed", 1);

    private static final long LONGEST_NS = 10_000_000_000L; // of the thread's own time
    private static final long MOST_BYTES = 8 << 20; // allocated for an input, however short
    private static final long MOST_BYTES_A_BYTE = 1_000; // and for each of its bytes
    private static final int SHOWN = 2_000; // bytes of an input that has found something

    /** Reads one input. */
    public interface Reader {
        /**
         * Returns when the input is understood.
         *
         * @throws Exception when it is not: of the class of refusals, or something is found
         */
        void read(byte[] input) throws Exception;
    }

    private Fuzz() {}

    /**
     * Runs a reader over all inputs.
     *
     * @param seeds good inputs to be broken
     * @param words of the format
     * @param refusals how the reader says no
     * @throws AssertionError with the input, for the first that is neither understood nor refused
     */
    public static void run(
            String name, List<byte[]> seeds, List<String> words, Class<? extends Exception> refusals, Reader reader) {
        Mutator mutator = new Mutator(SEED, seeds, words);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (byte[] seed : seeds) { // loads classes, which is not to be counted
            try {
                reader.read(seed);
            } catch (Throwable e) {
                if (!refusals.isInstance(e)) {
                    throw found(name, -1, seed, e.toString(), e);
                }
            }
        }
        int understood = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = mutator.next();
            long bytes = threads.getCurrentThreadAllocatedBytes();
            long begin = threads.getCurrentThreadCpuTime();
            try {
                reader.read(input);
                understood++;
            } catch (Throwable e) {
                if (!refusals.isInstance(e)) {
                    throw found(name, i, input, e.toString(), e);
                }
                if (e.getMessage() == null || e.getMessage().isBlank()) {
                    throw found(name, i, input, "refused without a reason", e);
                }
            }
            long nanos = threads.getCurrentThreadCpuTime() - begin;
            bytes = threads.getCurrentThreadAllocatedBytes() - bytes;
            if (nanos > LONGEST_NS) {
                throw found(name, i, input, "took " + nanos / 1_000_000 + " ms", null);
            }
            if (bytes > MOST_BYTES + MOST_BYTES_A_BYTE * input.length) {
                throw found(name, i, input, "took " + bytes + " bytes", null);
            }
        }
        System.err.printf(Locale.ROOT, "fuzz: %s, %d inputs, %d of them understood%n", name, INPUTS, understood);
        if (understood == 0 || understood == INPUTS) {
            throw new AssertionError(name + ": some inputs must be understood and some refused, found " + understood
                    + " of " + INPUTS + " understood: the mutations try nothing");
        }
    }

    private static AssertionError found(String name, int number, byte[] input, String what, Throwable cause) {
        String shown = HexFormat.of().formatHex(input, 0, Math.min(SHOWN, input.length));
        return new AssertionError(
                name + ": input " + number + " of seed " + SEED + " (" + input.length + " bytes): " + what + ": "
                        + shown,
                cause);
    }
}
