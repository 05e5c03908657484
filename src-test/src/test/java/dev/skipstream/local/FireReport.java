package dev.skipstream.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The figures of one fire.
 *
 * @param backend where state was
 * @param kills in their order
 * @param ownDeaths processes that ended by themselves meanwhile and were started again
 * @param records sent
 * @param results committed
 * @param lost results or rejected records that are missing, and records not counted
 * @param doubled results or rejected records that are there twice
 */
record FireReport(
        long seed, String backend, List<Kill> kills, int ownDeaths, int records, int results, int lost, int doubled) {

    /**
     * One kill.
     *
     * @param recoveryMs until every partition showed a committed result of a sample sent after the kill; an
     *     undisturbed job needs about the interval of its checkpoints
     */
    record Kill(FireCluster.Part part, long recoveryMs) {}

    /** As a row for each part that was killed, and one of the totals. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("seed " + seed + " (" + backend + "): " + kills.size() + " kills, " + records + " records, " + results
                + " results, " + lost + " lost, " + doubled + " doubled, " + ownDeaths + " further restarts");
        for (FireCluster.Part part : FireCluster.Part.values()) {
            long[] times = kills.stream()
                    .filter(kill -> kill.part == part)
                    .mapToLong(Kill::recoveryMs)
                    .sorted()
                    .toArray();
            if (times.length > 0) {
                lines.add(String.format(
                        Locale.ROOT,
                        "  %-12s %2d kills, recovery %.1f s (%.1f … %.1f s)",
                        part,
                        times.length,
                        times[times.length / 2] / 1e3,
                        times[0] / 1e3,
                        times[times.length - 1] / 1e3));
            }
        }
        return lines;
    }

    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.write(directory.resolve("seed-" + seed + ".txt"), lines());
        lines().forEach(System.out::println);
    }

    @Override
    public String toString() {
        return String.join("\n", lines());
    }
}
