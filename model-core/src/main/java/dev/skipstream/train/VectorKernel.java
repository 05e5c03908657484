package dev.skipstream.train;

/**
 * The product with the Vector API, found by ServiceLoader. This class and its blocks, {@link VectorBlocks}, are compiled
 * by themselves, since javac warns of incubator modules.
 *
 * <p>The API's module is not among those a JVM starts with: {@code --add-modules jdk.incubator.vector} adds it (and has
 * the JVM print a warning). Without it the plain kernel gives the same bits at half the speed.
 */
public final class VectorKernel implements Kernel {
    private static final String MODULE = "jdk.incubator.vector";
    private static final int LANES_512 = 16;
    private static final int LANES_256 = 8;

    private final Kernel plain = new PlainKernel();

    @Override
    public String name() {
        return "vector " + VectorBlocks.LANES * Float.SIZE;
    }

    /** JDK 17 is slow at 256 bits, and with shorter vectors nothing is gained over plain loops. */
    @Override
    public boolean isFast() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return false;
        }
        int lanes = VectorBlocks.LANES;
        return lanes == LANES_512 || lanes == LANES_256 && Runtime.version().feature() > 17;
    }

    @Override
    public void add(
            float[] a,
            int at,
            int rowStep,
            int depthStep,
            float[][] b,
            int bFrom,
            int depth,
            float[][] c,
            int rows,
            int columns) {
        if (columns % VectorBlocks.LANES == 0) {
            VectorBlocks.add(a, at, rowStep, depthStep, b, bFrom, depth, c, rows, columns);
        } else {
            plain.add(a, at, rowStep, depthStep, b, bFrom, depth, c, rows, columns);
        }
    }
}
