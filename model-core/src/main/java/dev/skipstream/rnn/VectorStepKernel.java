package dev.skipstream.rnn;

/**
 * The step with the Vector API, found by ServiceLoader. This class and the two beside it are compiled by themselves,
 * since javac warns of incubator modules.
 *
 * <p>The API's module is not among those a JVM starts with: {@code --add-modules jdk.incubator.vector} adds it (and has
 * the JVM print a warning). Without it the plain kernel gives the same bits in a fifth to two fifths more time.
 */
public final class VectorStepKernel implements StepKernel {
    private static final String MODULE = "jdk.incubator.vector";
    private static final int LANES_512 = 16;

    @Override
    public String name() {
        return "vector " + VectorProduct.LANES * Float.SIZE;
    }

    /** At 512 bits, where it was measured to be a gain; at 256 JDK 17 is slow, and newer ones were not measured. */
    @Override
    public boolean isFast() {
        return ModuleLayer.boot().findModule(MODULE).isPresent() && VectorProduct.LANES == LANES_512;
    }

    @Override
    public void product(float[] bias, float[][] columns, float[] v, float[] y) {
        VectorProduct.product(bias, columns, v, y);
    }

    @Override
    public void lstm(float[] a, float[] c, float[] h) {
        VectorGates.lstm(a, c, h);
    }

    @Override
    public void gruGates(float[] rz, float[] h, float[] reset) {
        VectorGates.gruGates(rz, h, reset);
    }

    @Override
    public void gruState(float[] n, float[] rz, float[] h) {
        VectorGates.gruState(n, rz, h);
    }
}
