package dev.skipstream.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Eight vectors at a time, each with a sum of its own, so that only the loads take time. Compiled by itself. */
public final class VectorWeightReader implements WeightReader {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();

    @Override
    public int block() {
        return 8 * LANES;
    }

    @Override
    public float read(float[] numbers, int at, int length) {
        FloatVector s0 = FloatVector.zero(FLOATS);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        FloatVector s4 = s0;
        FloatVector s5 = s0;
        FloatVector s6 = s0;
        FloatVector s7 = s0;
        for (int i = at; i < at + length; i += 8 * LANES) {
            s0 = s0.add(FloatVector.fromArray(FLOATS, numbers, i));
            s1 = s1.add(FloatVector.fromArray(FLOATS, numbers, i + LANES));
            s2 = s2.add(FloatVector.fromArray(FLOATS, numbers, i + 2 * LANES));
            s3 = s3.add(FloatVector.fromArray(FLOATS, numbers, i + 3 * LANES));
            s4 = s4.add(FloatVector.fromArray(FLOATS, numbers, i + 4 * LANES));
            s5 = s5.add(FloatVector.fromArray(FLOATS, numbers, i + 5 * LANES));
            s6 = s6.add(FloatVector.fromArray(FLOATS, numbers, i + 6 * LANES));
            s7 = s7.add(FloatVector.fromArray(FLOATS, numbers, i + 7 * LANES));
        }
        FloatVector sum = s0.add(s1).add(s2.add(s3)).add(s4.add(s5).add(s6.add(s7)));
        return sum.reduceLanes(VectorOperators.ADD);
    }
}
