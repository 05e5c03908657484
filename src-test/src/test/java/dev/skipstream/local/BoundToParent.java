package dev.skipstream.local;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Runs another class's main and halts when standard input ends, which it does with the process at the other end of the
 * pipe however that one dies: so no process of a test outlives it.
 */
public final class BoundToParent {
    private BoundToParent() {}

    /** @param arguments a class, its arguments */
    public static void main(String[] arguments) throws Throwable {
        Thread watch = new Thread(BoundToParent::awaitEnd, "bound to parent");
        watch.setDaemon(true);
        watch.start();
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        try {
            Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static void awaitEnd() {
        try {
            while (System.in.read() >= 0) {
                // nothing is ever written
            }
        } catch (java.io.IOException e) {
            // the same as its end
        }
        Runtime.getRuntime().halt(130);
    }
}
