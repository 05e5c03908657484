package dev.skipstream.cli;

import dev.skipstream.data.DataSet;
import dev.skipstream.rnn.RnnConfig;
import dev.skipstream.train.TrainConfig;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The settings of a training that decide about every bit of its weights, as texts by option. */
final class TrainSettings {
    private TrainSettings() {}

    /** @param init hash of the model it goes on from; null: none */
    static Map<String, String> of(TrainPlan plan, String init) {
        RnnConfig config = plan.config();
        TrainConfig settings = plan.settings();
        TrainOptions.Reading reading = plan.reading();
        Map<String, String> texts = new LinkedHashMap<>();
        if (plan.task() != null) {
            texts.put("--task", plan.name() + " of " + config.sequenceLength() + " samples");
        } else {
            DataSet all = plan.all();
            // sequences alone: the hash of an enum is another one in every process
            int hash = 31 * all.sequences().hashCode() + all.labels().hashCode();
            texts.put(
                    "--data",
                    String.format(
                            Locale.ROOT,
                            "%d sequences with hash %08x",
                            all.sequences().size(),
                            hash));
        }
        texts.put("--cell", config.cell().text());
        texts.put("--units", config.units().toString());
        texts.put("--layer-norm", Boolean.toString(config.layerNorm()));
        texts.put("--normalize", Boolean.toString(config.normalised()));
        texts.put("--init", init == null ? "none" : init);
        texts.put("--sampling-period", Double.toString(config.samplingPeriodMs()));
        texts.put("--cost-per-sample", Double.toString(settings.costPerSample()));
        texts.put("--batch-size", Integer.toString(settings.batchSize()));
        if (plan.usesRecipe()) {
            texts.put("--learning-rate", "that of a recipe: " + plan.recipeText());
            texts.put("--iterations", plan.recipeIterations() == 0 ? "as needed" : "" + plan.recipeIterations());
        } else {
            texts.put("--learning-rate", Double.toString(settings.learningRate()));
        }
        texts.put("--optimizer", settings.optimizer().text());
        texts.put("--grad-clip", Double.toString(settings.gradClip()));
        texts.put("--seed", Long.toString(settings.seed()));
        texts.put("--skip-probability", Double.toString(settings.skipProbability()));
        texts.put("--downsample", Integer.toString(reading.downsample));
        texts.put("--class-weights", reading.classWeights);
        texts.put("--validation-split", Double.toString(plan.split()));
        texts.put("--keep-best", Boolean.toString(plan.keepBest()));
        texts.put("--validate-every", plan.keepBest() ? Integer.toString(plan.validateEvery()) : "none");
        return texts;
    }
}
