package dev.skipstream.cli;

import dev.skipstream.rnn.HeadKind;
import dev.skipstream.train.Trained;
import dev.skipstream.train.Validation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a trained model's file says about where it comes from. */
final class TrainMetadata {
    private TrainMetadata() {}

    /**
     * Name, version and the {@code training.*} texts.
     *
     * @param measured on the test data; null: the training's own validation is told
     * @param version null: none
     * @param arguments of the command line
     */
    static Map<String, String> of(
            TrainPlan plan, Trained trained, Evaluation measured, String name, String version, List<String> arguments) {
        Validation told = trained.validation();
        boolean tested = measured != null;
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("name", name);
        if (version != null) {
            texts.put("version", version);
        }
        texts.put("training.task", plan.name());
        texts.put("training.seed", Long.toString(plan.settings().seed()));
        texts.put("training.iterations", Integer.toString(trained.iterations()));
        texts.put("training.cost_per_sample", Double.toString(plan.settings().costPerSample()));
        if (plan.decideAfter() > 0) {
            texts.put("training.decide_after", Integer.toString(plan.decideAfter()));
        }
        if (plan.reading().downsample > 1) {
            texts.put("training.downsample", Integer.toString(plan.reading().downsample));
        }
        if (plan.config().head() == HeadKind.LINEAR) {
            double error = tested ? measured.meanSquaredError() : told.taskLoss();
            texts.put("training.mse", String.format(Locale.ROOT, "%.6g", error));
        } else {
            double accuracy = tested ? measured.accuracy() : told.accuracy();
            texts.put("training.accuracy", String.format(Locale.ROOT, "%.5f", accuracy));
        }
        double updates = tested ? measured.meanUpdates() : told.updates();
        texts.put("training.updates", String.format(Locale.ROOT, "%.3f", updates));
        texts.put("training.date", date());
        texts.put("training.command", command(arguments));
        return texts;
    }

    /** Now, to the second; or what SOURCE_DATE_EPOCH says, for files that are the same byte for byte. */
    private static String date() {
        String epoch = System.getenv("SOURCE_DATE_EPOCH");
        if (epoch != null && epoch.matches("\\d{1,12}")) {
            return Instant.ofEpochSecond(Long.parseLong(epoch)).toString();
        }
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The command as a shell would take it. */
    private static String command(List<String> arguments) {
        return "skipstream " + arguments.stream().map(TrainMetadata::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String argument) {
        return argument.matches("[\\w@%+=:,./-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}
