package dev.skipstream.cli;

import dev.skipstream.format.Safetensors;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.train.Checkpoint;
import dev.skipstream.train.RecipeCheckpoint;
import dev.skipstream.train.Snapshot;
import dev.skipstream.train.Validation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A {@link Checkpoint} or a {@link RecipeCheckpoint} as a safetensors file beside the model: weights and moments as
 * {@link CheckpointContent} has them, {@code best.*}, {@code kept.*} and {@code rollback.0.*} … likewise; numbers and
 * the settings ({@code --option}) as metadata.
 */
final class CheckpointFile {
    private static final String FORMAT = "skipstream-checkpoint/1";
    private static final String BEST = "best.";
    private static final String KEPT = "kept.";

    private final Path file;
    private final RnnConfig config;
    private final Map<String, String> settings;

    /** @param settings texts that must be the same to go on */
    CheckpointFile(Path model, RnnConfig config, Map<String, String> settings) {
        file = model.resolveSibling(model.getFileName() + ".checkpoint");
        this.config = config;
        this.settings = settings;
    }

    Path path() {
        return file;
    }

    /**
     * Writes the file whole or not at all. One that is not finite is no point to go on from: the one before it stays.
     *
     * @return whether it is written
     */
    boolean write(Checkpoint checkpoint) throws IOException {
        CheckpointContent content = new CheckpointContent(config);
        content.put("", new Snapshot(checkpoint.weights(), checkpoint.optimizer()));
        content.put("iteration", checkpoint.iteration());
        content.put("seconds", checkpoint.seconds());
        put(content, checkpoint.best());
        String last = checkpoint.last().stream().map(CheckpointContent::text).collect(Collectors.joining(";"));
        content.put("last", last);
        return write(content);
    }

    /** Likewise. */
    boolean write(RecipeCheckpoint checkpoint) throws IOException {
        CheckpointContent content = new CheckpointContent(config);
        content.put("", checkpoint.now());
        content.put("iteration", checkpoint.iteration());
        content.put("seconds", checkpoint.seconds());
        content.put("start", checkpoint.start());
        RecipeCheckpoint.Position position = checkpoint.position();
        content.put("phase", position.phase());
        content.put("phase.done", position.done());
        content.put("start.iterations", position.iterations());
        content.put("learned", position.learned());
        content.put("low", position.low());
        content.put("slower", position.slower());
        content.put("running-loss", position.runningLoss());
        content.put("running-norm", position.runningNorm());
        content.put("kept.updates", position.keptUpdates());
        String draws = position.draws().stream()
                .map(draw -> draw.iteration() + " " + draw.sequences())
                .collect(Collectors.joining(";"));
        content.put("draws", draws);
        if (checkpoint.kept() != null) {
            content.put(KEPT, checkpoint.kept());
        }
        content.put("rollbacks", checkpoint.rollback().size());
        for (int i = 0; i < checkpoint.rollback().size(); i++) {
            content.put(rollback(i), checkpoint.rollback().get(i));
        }
        put(content, checkpoint.best());
        return write(content);
    }

    private static String rollback(int i) {
        return "rollback." + i + ".";
    }

    private static void put(CheckpointContent content, Checkpoint.Best best) {
        if (best != null) {
            content.put(BEST, best.weights());
            content.put("best.iteration", best.iteration());
            content.put("best.validation", best.validation());
        }
    }

    private boolean write(CheckpointContent content) throws IOException {
        content.put("format", FORMAT);
        settings.forEach(content::put);
        if (!content.isFinite()) {
            return false;
        }
        Path target = file.toAbsolutePath();
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Files.write(part, content.toBytes());
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    /**
     * Reads a checkpoint of constant settings.
     *
     * @throws IllegalArgumentException if it is no checkpoint, or one of other settings, naming the difference
     * @throws IOException if it cannot be read
     */
    Checkpoint read() throws IOException {
        CheckpointContent content = content();
        try {
            List<Validation> last = new ArrayList<>();
            for (String one : content.text("last").split(";")) {
                if (!one.isEmpty()) {
                    last.add(CheckpointContent.parse(one));
                }
            }
            Snapshot now = content.snapshot("");
            return new Checkpoint(
                    content.integer("iteration"),
                    content.number("seconds"),
                    now.weights(),
                    now.optimizer(),
                    best(content),
                    last);
        } catch (IllegalArgumentException | NullPointerException | IndexOutOfBoundsException e) {
            throw incomplete();
        }
    }

    /** Reads a recipe's checkpoint; throws as {@link #read} does. */
    RecipeCheckpoint readRecipe() throws IOException {
        CheckpointContent content = content();
        try {
            List<RecipeCheckpoint.Draw> draws = new ArrayList<>();
            for (String one : content.text("draws").split(";")) {
                if (!one.isEmpty()) {
                    String[] n = one.split(" ");
                    draws.add(new RecipeCheckpoint.Draw(Integer.parseInt(n[0]), Integer.parseInt(n[1])));
                }
            }
            RecipeCheckpoint.Position position = new RecipeCheckpoint.Position(
                    RecipeCheckpoint.Phase.valueOf(content.text("phase")),
                    content.integer("phase.done"),
                    content.integer("start.iterations"),
                    content.integer("learned"),
                    content.integer("low"),
                    content.number("slower"),
                    content.number("running-loss"),
                    content.number("running-norm"),
                    content.number("kept.updates"),
                    draws);
            List<Snapshot> rollback = new ArrayList<>();
            for (int i = 0; i < content.integer("rollbacks"); i++) {
                rollback.add(content.snapshot(rollback(i)));
            }
            boolean kept = position.keptUpdates() < Double.POSITIVE_INFINITY;
            return new RecipeCheckpoint(
                    content.integer("iteration"),
                    content.number("seconds"),
                    content.integer("start"),
                    position,
                    content.snapshot(""),
                    kept ? content.snapshot(KEPT) : null,
                    rollback,
                    best(content));
        } catch (IllegalArgumentException | NullPointerException | IndexOutOfBoundsException e) {
            throw incomplete();
        }
    }

    private static Checkpoint.Best best(CheckpointContent content) {
        return content.has("best.iteration")
                ? new Checkpoint.Best(
                        content.integer("best.iteration"), content.weights(BEST), content.validation("best.validation"))
                : null;
    }

    private CheckpointContent content() throws IOException {
        Safetensors content = Safetensors.parse(Files.readAllBytes(file), file.toString());
        Map<String, String> texts = content.metadata();
        if (!FORMAT.equals(texts.get("format"))) {
            throw new IllegalArgumentException(file + ": format must be " + FORMAT + ", found " + texts.get("format"));
        }
        requireSameSettings(texts);
        return new CheckpointContent(config, content);
    }

    private void requireSameSettings(Map<String, String> texts) {
        TreeSet<String> names = new TreeSet<>(settings.keySet());
        texts.keySet().stream().filter(name -> name.startsWith("--")).forEach(names::add);
        for (String name : names) {
            String was = texts.getOrDefault(name, "none");
            String is = settings.getOrDefault(name, "none");
            if (!was.equals(is)) {
                throw new IllegalArgumentException(
                        "--resume: " + name + " must be as in " + file + " (" + was + "), found " + is);
            }
        }
    }

    private IllegalArgumentException incomplete() {
        return new IllegalArgumentException(
                file + ": must be a whole checkpoint, found one whose numbers or tensors are missing or wrong");
    }
}
