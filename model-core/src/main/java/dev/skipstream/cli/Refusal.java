package dev.skipstream.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Why a call is refused, in the project's form: what it is about, what was expected, what was found. */
final class Refusal {
    private static final Pattern OPTION = Pattern.compile("--?[A-Za-z][A-Za-z-]*");
    private static final Pattern DIGITS = Pattern.compile("[+-]?\\d+");
    private static final String NO_VALUE = "parameter for option "; // in the parser's words for one that lacks it
    private static final Set<Class<?>> INT = Set.of(int.class, Integer.class);
    private static final Set<Class<?>> LONG = Set.of(long.class, Long.class);
    private static final Set<Class<?>> DECIMAL = Set.of(float.class, Float.class, double.class, Double.class);

    /** What the system says of a path that cannot be right whatever else happens. */
    private static final List<String> BAD_PATH = List.of(
            "Is a directory",
            "Not a directory",
            "File name too long",
            "Too many levels of symbolic links",
            "Invalid argument");

    private Refusal() {}

    /** In place of the words of the parser of the command line. */
    static String of(CommandLine.ParameterException e) {
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        if (e instanceof CommandLine.MissingParameterException missing) {
            List<ArgSpec> args = missing.getMissing();
            if (e.getMessage().contains(NO_VALUE)) {
                return name(args.get(0)) + " must have a value (" + kind(args.get(0)) + "), found " + found(e);
            }
            boolean choice = args.stream()
                    .allMatch(arg -> arg.group() != null && arg.group().exclusive());
            return choice
                    ? "expected one of " + options(e.getMessage()) + ", found none"
                    : "expected "
                            + String.join(
                                    ", ", args.stream().map(Refusal::named).toList()) + ", found none";
        }
        if (e instanceof CommandLine.MutuallyExclusiveArgsException) {
            return "expected one of " + options(e.getMessage()) + ", found several";
        }
        if (e instanceof CommandLine.OverwrittenOptionException overwritten) {
            return name(overwritten.getOverwritten()) + " must be given once, found it twice";
        }
        ArgSpec arg = e.getArgSpec();
        if (arg == null) {
            return e.getMessage();
        }
        String name = name(arg);
        int must = e.getMessage().indexOf("must be ");
        if (must >= 0) { // of a converter of ours
            return name + " " + e.getMessage().substring(must);
        }
        return name + " must be " + kind(arg) + bound(arg, found(e)) + ", found " + found(e);
    }

    /** What a whole number that is refused has passed; empty for anything else. */
    private static String bound(ArgSpec arg, String found) {
        boolean isInt = INT.contains(type(arg));
        if (!isInt && !LONG.contains(type(arg)) || !DIGITS.matcher(found).matches()) {
            return "";
        }
        return found.startsWith("-")
                ? " of at least " + (isInt ? Integer.MIN_VALUE : Long.MIN_VALUE)
                : " of at most " + (isInt ? Integer.MAX_VALUE : Long.MAX_VALUE);
    }

    private static String unmatched(CommandLine.UnmatchedArgumentException e) {
        CommandLine command = e.getCommandLine();
        String called = command.getCommandSpec().qualifiedName();
        String found = e.getUnmatched().get(0);
        String expected = found.startsWith("-")
                ? "an option of " + called
                : command.getSubcommands().isEmpty() ? "no further argument" : "a command";
        return "expected " + expected + ", found " + found + "; see " + called + " --help";
    }

    /** {@code --model FILE}, or {@code MODEL} for what stands alone. */
    private static String named(ArgSpec arg) {
        return arg.isOption() ? name(arg) + " " + arg.paramLabel() : arg.paramLabel();
    }

    private static String name(ArgSpec arg) {
        return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
    }

    private static String options(String message) {
        Matcher names = OPTION.matcher(message);
        return String.join(
                ", ", names.results().map(MatchResult::group).distinct().toList());
    }

    private static String kind(ArgSpec arg) {
        if (arg.isMultiValue() && arg.typeInfo().isMap()) {
            return arg.paramLabel();
        }
        Class<?> type = type(arg);
        if (INT.contains(type) || LONG.contains(type)) {
            return "a whole number";
        }
        return DECIMAL.contains(type) ? "a number" : arg.paramLabel();
    }

    /** Of one value. */
    private static Class<?> type(ArgSpec arg) {
        return arg.isMultiValue() && !arg.auxiliaryTypes()[0].isArray() ? arg.auxiliaryTypes()[0] : arg.type();
    }

    private static String found(CommandLine.ParameterException e) {
        if (e.getValue() != null && !e.getValue().isEmpty()) {
            return e.getValue();
        }
        String message = e.getMessage();
        for (String before : List.of("but was ", "but found ")) {
            if (message.contains(before)) {
                return message.substring(message.lastIndexOf(before) + before.length())
                        .replaceAll("^'(.*)'$", "$1");
            }
        }
        return "none";
    }

    /** A path that is not what it must be; by the path and the reason. */
    static String of(FileSystemException e) {
        if (e instanceof NoSuchFileException) {
            Path folder = Path.of(e.getFile()).toAbsolutePath().getParent();
            return e.getFile()
                    + (folder != null && !Files.exists(folder) ? ": no such folder " + folder : ": no such file");
        }
        if (e instanceof AccessDeniedException) {
            return e.getFile() + ": permission denied";
        }
        return e instanceof NotDirectoryException ? e.getFile() + ": not a directory" : e.getMessage();
    }

    /** Whether it is the path that must be mended, and not the machine. */
    static boolean isBadPath(FileSystemException e) {
        return e instanceof NoSuchFileException
                || e instanceof AccessDeniedException
                || e instanceof NotDirectoryException
                || BAD_PATH.contains(e.getReason());
    }
}
