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
    private static final int LANES_256 = 8;

    @Override
    public String name() {
        return "vector " + VectorProduct.LANES * Float.SIZE;
    }

    /** JDK 17 is slow at 256 bits, and with shorter vectors nothing is gained over plain loops. */
    @Override
    public boolean isFast() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return false;
        }
        int lanes = VectorProduct.LANES;
        return lanes == LANES_512 || lanes == LANES_256 && Runtime.version().feature() > 17;
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
