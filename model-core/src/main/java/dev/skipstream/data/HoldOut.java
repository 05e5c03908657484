package dev.skipstream.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A data set in two parts.
 *
 * @param training to learn from
 * @param held to validate on
 */
public record HoldOut(DataSet training, DataSet held) {

    /**
     * Holds out a share of every class, drawn by the seed: of n sequences of a class, share·n to the nearest whole
     * number, but never all of them; of several labels or numbers, a share of the whole set. At least one is held out.
     * Both parts keep the order of the set.
     *
     * @param share in (0, 1)
     * @throws IllegalArgumentException if the share is none, or there are fewer than 2 sequences
     */
    public static HoldOut of(DataSet data, double share, long seed) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("--validation-split must be between 0 and 1, found " + share);
        }
        int cases = data.sequences().size();
        if (cases < 2) {
            throw new IllegalArgumentException(
                    data.name() + " must have at least 2 sequences to hold one out, found " + cases);
        }
        Map<Double, List<Integer>> classes = new TreeMap<>(); // one, unless targets are classes
        for (int n = 0; n < cases; n++) {
            boolean byClass = data.targets() == DataSet.TargetKind.CLASS;
            double key = byClass ? data.sequences().get(n).target() : 0;
            classes.computeIfAbsent(key, k -> new ArrayList<>()).add(n);
        }
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] isHeld = new boolean[cases];
        int count = 0;
        List<Integer> largest = List.of();
        for (List<Integer> members : classes.values()) {
            shuffle(members, random);
            largest = members.size() > largest.size() ? members : largest;
            int held = (int) Math.min(members.size() - 1, Math.round(share * members.size()));
            members.subList(0, held).forEach(n -> isHeld[n] = true);
            count += held;
        }
        if (count == 0) {
            isHeld[largest.get(0)] = true;
        }
        List<Sequence> training = new ArrayList<>();
        List<Sequence> held = new ArrayList<>();
        for (int n = 0; n < cases; n++) {
            (isHeld[n] ? held : training).add(data.sequences().get(n));
        }
        return new HoldOut(data.with(training), data.with(held));
    }

    /** Fisher and Yates. */
    private static void shuffle(List<Integer> numbers, SplittableRandom random) {
        for (int i = numbers.size() - 1; i > 0; i--) {
            Collections.swap(numbers, i, random.nextInt(i + 1));
        }
    }
}
