package dev.skipstream.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Makes broken inputs out of good ones: the same seed makes the same inputs. Belongs to one thread. */
final class Mutator {
    private static final int LONGEST = 1 << 16; // bytes
    private static final int MOST_CHANGES = 6;
    private static final int MOST_REPEATS = 2_000;

    /** What parsers stumble over, whatever their format. */
    private static final List<String> COMMON = List.of(
            "0",
            "-0",
            "-1",
            "+2",
            "1e400",
            "-1e-400",
            "NaN",
            "Infinity",
            "0x1p3",
            "1f",
            "9223372036854775807",
            "9223372036854775808",
            "4611686018427387903",
            "253402300799999",
            "null",
            "true",
            "{}",
            "[]",
            "[[",
            "}}",
            "\"",
            "\\",
            "\\ud800",
            "\\u0000",
            ",",
            ",,,,",
            ":",
            "\n",
            "\r",
            "\t",
            " ",
            "\u0000",
            "\ufeff",
            "ü",
            "٣",
            "\ud83d\ude00");

    private final SplittableRandom random;
    private final List<byte[]> seeds;
    private final List<byte[]> words;

    Mutator(long seed, List<byte[]> seeds, List<String> words) {
        this.random = new SplittableRandom(seed);
        this.seeds = seeds;
        this.words = Stream.concat(COMMON.stream(), words.stream())
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    byte[] next() {
        byte[] input = pick(seeds);
        for (int changes = 1 + random.nextInt(1 + random.nextInt(MOST_CHANGES)); changes > 0; changes--) {
            input = change(input);
        }
        return input.length <= LONGEST ? input : Arrays.copyOf(input, LONGEST);
    }

    private byte[] change(byte[] input) {
        int at = random.nextInt(input.length + 1);
        int end = at + random.nextInt(Math.min(16, input.length - at) + 1);
        return switch (random.nextInt(9)) {
            case 0 -> spliced(input, at, end, new byte[0]); // a piece is lost
            case 1 -> Arrays.copyOf(input, at); // the end is lost
            case 2 -> spliced(input, at, at, pick(words)); // something is put in
            case 3 -> spliced(input, at, end, pick(words)); // or in place of something
            case 4 -> spliced(input, at, at, Arrays.copyOfRange(input, at, end)); // twice
            case 5 -> { // very often
                byte[] piece = Arrays.copyOfRange(input, at, end);
                int times = piece.length == 0 ? 0 : random.nextInt(Math.min(MOST_REPEATS, LONGEST / piece.length));
                byte[] repeated = new byte[piece.length * times];
                for (int i = 0; i < repeated.length; i++) {
                    repeated[i] = piece[i % piece.length];
                }
                yield spliced(input, at, at, repeated);
            }
            case 6 -> { // the beginning of one, the end of another
                byte[] other = pick(seeds);
                int from = random.nextInt(other.length + 1);
                yield spliced(input, at, input.length, Arrays.copyOfRange(other, from, other.length));
            }
            default -> { // single bytes
                byte[] changed = input.clone();
                if (changed.length > 0) {
                    int i = random.nextInt(changed.length);
                    changed[i] = (byte) (random.nextBoolean() ? changed[i] ^ 1 << random.nextInt(8) : random.nextInt());
                }
                yield changed;
            }
        };
    }

    private static byte[] spliced(byte[] input, int from, int to, byte[] middle) {
        byte[] spliced = new byte[input.length - (to - from) + middle.length];
        System.arraycopy(input, 0, spliced, 0, from);
        System.arraycopy(middle, 0, spliced, from, middle.length);
        System.arraycopy(input, to, spliced, from + middle.length, input.length - to);
        return spliced;
    }

    private byte[] pick(List<byte[]> from) {
        return from.get(random.nextInt(from.size()));
    }
}
