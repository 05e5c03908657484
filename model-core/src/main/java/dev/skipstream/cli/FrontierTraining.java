package dev.skipstream.cli;

import dev.skipstream.data.FrequencyTask;
import dev.skipstream.format.ModelFile;
import dev.skipstream.rnn.CellKind;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.train.TaskRecipe;
import dev.skipstream.train.TrainConfig;
import dev.skipstream.train.Trained;
import dev.skipstream.train.Validation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Accuracy against updates and FLOPs of the frequency task: each network is trained by the recipe and then goes on in
 * rounds that cost more and more accuracy for fewer and fewer updates; and others are taught to decide after the first
 * samples. Resumes from its folder. One caller at a time.
 */
final class FrontierTraining {
    private static final int[] UNITS = {8, 12, 16, 32, 64, 110};
    private static final int[] UNITS_THAT_DECIDE_EARLY = {4, 6, 8, 16, 32, 64, 110};
    private static final int[] DECIDE_AFTER = {3, 4, 5, 6, 8};
    private static final double[] PERIODS_MS = {1, 0.5};
    private static final double COST = 1e-4; // λ at the end of every round

    private static final int ROUNDS = 5;
    private static final double LEAST =
            0.9905; // accuracy of weights that are kept in a round's course; settling adds some

    private static final double LOST = 0.985; // accuracy below which no further round starts

    private final Path folder;
    private final int limit;
    private final int threads;
    private final int count;
    private final PrintWriter progress;
    private final BooleanSupplier stop;
    private final ResultLines<FrontierPoint> points;

    /**
     * A network of the curve, before and between rounds.
     *
     * @param decideAfter samples that it is taught to use; 0: it learns which
     */
    private record Network(String label, RnnConfig config, FrequencyTask task, int decideAfter) {
        private static Network of(CellKind cell, int units, FrequencyTask task, int decideAfter) {
            String early = decideAfter == 0 ? "" : "first-" + decideAfter + "-";
            String label = PaperTables.prefix(task.samplingPeriodMs()) + early + cell + "-" + units;
            return new Network(label, PaperRow.network(cell, units, task), task, decideAfter);
        }

        private int rounds() {
            return decideAfter == 0 ? ROUNDS : 0;
        }
    }

    /** @param count fresh sequences to measure on */
    FrontierTraining(Path folder, int limit, int threads, int count, PrintWriter progress, BooleanSupplier stop)
            throws IOException {
        this.folder = folder;
        this.limit = limit;
        this.threads = threads;
        this.count = count;
        this.progress = progress;
        this.stop = stop;
        points = new ResultLines<>(
                folder.resolve("frontier.csv"), FrontierPoint.HEADER, FrontierPoint::line, FrontierPoint::of);
    }

    /**
     * Trains what the filters take, smallest networks first, and returns all points of the folder.
     *
     * @throws IllegalArgumentException if the filters take nothing
     */
    List<FrontierPoint> run(List<String> filters, long seed, int runs) throws IOException {
        List<Network> networks = networks(filters);
        for (int run = 0; run < runs; run++) {
            for (Network network : networks) {
                chain(network, seed + run);
            }
        }
        return points.all();
    }

    private static List<Network> networks(List<String> filters) {
        List<Network> networks = new ArrayList<>();
        addNetworks(UNITS, 0, networks);
        for (int samples : DECIDE_AFTER) {
            addNetworks(UNITS_THAT_DECIDE_EARLY, samples, networks);
        }
        List<Network> taken = networks.stream()
                .filter(network -> PaperRow.isAmong(network.label(), filters))
                .toList();
        if (taken.isEmpty()) {
            throw new IllegalArgumentException("--rows must name networks of "
                    + networks.stream().map(Network::label).toList() + ", found " + filters);
        }
        return taken;
    }

    private static void addNetworks(int[] sizes, int decideAfter, List<Network> networks) {
        for (int units : sizes) {
            for (double period : PERIODS_MS) {
                for (CellKind cell : List.of(CellKind.SKIP_LSTM, CellKind.SKIP_GRU)) {
                    networks.add(Network.of(cell, units, new FrequencyTask(period), decideAfter));
                }
            }
        }
    }

    private void chain(Network network, long seed) throws IOException {
        FrontierPoint point = null;
        for (int round = 0; round <= network.rounds(); round++) {
            if (stop.getAsBoolean() || point != null && point.accuracy() < LOST) {
                return;
            }
            String label = network.label() + (round == 0 ? "" : "+" + round);
            Optional<FrontierPoint> found = find(label, seed);
            if (found.isEmpty()) {
                found = train(network, label, round, seed, point);
            }
            boolean same = point != null && found.isPresent() && found.get().updates() == point.updates();
            if (found.isEmpty() || same) {
                return; // interrupted, or a round that found nothing more sparing
            }
            point = found.get();
        }
    }

    private Optional<FrontierPoint> find(String label, long seed) {
        return points.all().stream()
                .filter(p -> p.label().equals(label) && p.seed() == seed && Files.exists(model(label, seed)))
                .findFirst();
    }

    private Optional<FrontierPoint> train(Network network, String label, int round, long seed, FrontierPoint last)
            throws IOException {
        progress.printf(Locale.ROOT, "reproduce: %s, seed %d%n", label, seed);
        PaperRow row =
                PaperRow.learned(label, network.config().cell(), COST, network.task(), PaperRow.Published.UNKNOWN);
        Trained trained;
        try (TrainProgress bar = new TrainProgress(null, 0, progress)) {
            TrainConfig settings = RowTraining.settings(row, network.task(), seed + round, threads, 0);
            TaskRecipe recipe = network.decideAfter() == 0
                    ? new TaskRecipe(network.config(), network.task(), settings, limit, bar, stop)
                    : TaskRecipe.early(
                            network.config(), network.task(), settings, network.decideAfter(), limit, bar, stop);
            if (round == 0) {
                trained = recipe.run();
            } else {
                trained = recipe.goOn(ModelFile.read(model(last.label(), seed)).weights(), LEAST);
            }
        }
        if (trained.interrupted()) {
            return Optional.empty();
        }
        RnnConfig config = network.config();
        Validation measured = RowTraining.measure(config, trained.weights(), network.task(), count, 0, seed);
        RowTraining.write(model(label, seed), label, trained, measured, seed);
        FrontierPoint point = new FrontierPoint(
                label,
                config.cell().text(),
                config.topUnits(),
                measured.accuracy(),
                measured.updates(),
                measured.updates() * config.flopsPerUpdate(),
                "frequency " + PaperTables.prefix(config.samplingPeriodMs()).replace("-", ""),
                seed);
        return Optional.of(points.add(point));
    }

    private Path model(String label, long seed) {
        return folder.resolve(label + "-seed" + seed + ".safetensors");
    }
}
