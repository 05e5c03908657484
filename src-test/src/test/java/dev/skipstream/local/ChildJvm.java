package dev.skipstream.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A small JVM that a test starts, kills and never leaves behind. */
final class ChildJvm {
    private static final long END_WITHIN_S = 20;

    private ChildJvm() {}

    /**
     * Starts one, with this JVM's java. Its temporary files go into the directory {@code tmp} beside its log's; what it
     * prints is appended to {@code NAME.out} and {@code NAME.err} there.
     *
     * @param heapMb greatest heap, MB
     * @param flags further ones of the JVM
     */
    static Process start(
            Path logs,
            String name,
            int heapMb,
            List<String> flags,
            String classPath,
            Map<String, String> environment,
            String main,
            List<String> arguments)
            throws IOException {
        Path tmp = Files.createDirectories(logs.resolveSibling("tmp"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx" + heapMb + "m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.add("-XX:-UsePerfData"); // else a killed one leaves a file in /tmp
        command.add("-Djava.io.tmpdir=" + tmp);
        command.addAll(flags);
        command.removeIf(String::isEmpty);
        command.addAll(List.of("-cp", classPath, BoundToParent.class.getName(), main));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        logs.resolve(name + ".out").toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        logs.resolve(name + ".err").toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Kills it as {@code kill -9} does and waits for its end. */
    static void kill(Process process) {
        process.destroyForcibly();
        await(process);
    }

    /** Asks all of them to end, and kills those that do not. */
    static void close(List<Process> processes) {
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            if (!await(process)) {
                kill(process);
            }
        }
    }

    private static boolean await(Process process) {
        try {
            return process.waitFor(END_WITHIN_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            return true;
        }
    }
}
