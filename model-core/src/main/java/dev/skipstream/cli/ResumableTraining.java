package dev.skipstream.cli;

import dev.skipstream.train.Checkpoint;
import dev.skipstream.train.RecipeCheckpoint;
import dev.skipstream.train.Trained;
import dev.skipstream.train.TrainingFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** A planned training that writes checkpoints and goes on from one. One caller at a time. */
final class ResumableTraining {
    private final TrainPlan plan;
    private final CheckpointFile file; // null: no checkpoints
    private final double seconds; // between checkpoints
    private final Checkpoint from; // null: from the beginning, or by a recipe
    private final RecipeCheckpoint recipeFrom; // null: from the beginning, or with constant settings
    private int written; // iterations that this training's checkpoint holds; 0: it has none

    /**
     * @param file null: no checkpoints
     * @param seconds between checkpoints
     * @param resume whether to go on from the file
     * @throws IllegalArgumentException if the file's checkpoint is not of this plan
     * @throws IOException if it cannot be read
     */
    ResumableTraining(TrainPlan plan, CheckpointFile file, double seconds, boolean resume) throws IOException {
        this.plan = plan;
        this.file = file;
        this.seconds = seconds;
        recipeFrom = resume && plan.usesRecipe() ? file.readRecipe() : null;
        from = resume && !plan.usesRecipe() ? file.read() : null;
        written = resumedAt();
    }

    /** Iterations done before. */
    int resumedAt() {
        return from != null ? from.iteration() : recipeFrom != null ? recipeFrom.iteration() : 0;
    }

    /** Trains what is left. */
    Trained run(TrainProgress progress, BooleanSupplier stop) {
        try {
            if (plan.usesRecipe()) {
                Consumer<RecipeCheckpoint> to = file == null ? null : writing(file::write, RecipeCheckpoint::iteration);
                return plan.trainByRecipe(progress, stop, recipeFrom, seconds, to);
            }
            Consumer<Checkpoint> to = file == null ? null : writing(file::write, Checkpoint::iteration);
            return plan.train(progress, stop, from, seconds, to);
        } catch (TrainingFailure e) {
            if (file != null && Files.exists(file.path())) {
                progress.noted("the latest checkpoint is " + file.path());
            }
            throw e;
        }
    }

    /** Something that writes a file. */
    private interface Writing<T> {
        boolean write(T checkpoint) throws IOException;
    }

    private <T> Consumer<T> writing(Writing<T> writing, ToIntFunction<T> iteration) {
        return checkpoint -> {
            try {
                if (writing.write(checkpoint)) {
                    written = iteration.applyAsInt(checkpoint);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("checkpoint " + file.path() + ": " + e.getMessage(), e);
            }
        };
    }

    /** How to go on after a stop; empty if it came to its end, or has nothing to go on from. */
    Optional<String> toGoOn(Trained trained) {
        return trained.interrupted() && written > 0
                ? Optional.of("stopped; the same command with --resume goes on from " + file.path()
                        + ", which holds iteration " + written)
                : Optional.empty();
    }

    /** After the model is written: of a recipe that came to its end nothing is left to go on from. */
    void finish(Trained trained) throws IOException {
        if (file != null && plan.usesRecipe() && !trained.interrupted()) {
            Files.deleteIfExists(file.path());
        }
    }
}
