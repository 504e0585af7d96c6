package io.helve.races;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the classes {@code Pairs}, {@code Triples} and {@code Starts}: a test of jcstress for each combination of
 * actions on one operation. The build runs this program before compiling. The argument is the folder for the sources.
 */
final class Combinations {
    /** An action of a thread, as the method of {@code Race} that performs it; the expiry needs no thread of the test. */
    private enum Action {
        FINISH("Finish", "finish", "finish(1)"),
        FINISH_TOO("Finish", "finishToo", "finish(2)"),
        CANCEL("Cancel", "cancel", "cancel()"),
        EXPIRY("Expiry", null, null),
        STOP("Stop", "stop", "stop()"),
        CLOSE("Close", "close", "close()"),
        RESTART("Restart", "restart", "restart()"),
        START("Start", "start", "startNext()");

        final String word;
        final String actor;
        final String call;

        Action(String word, String actor, String call) {
            this.word = word;
            this.actor = actor;
            this.call = call;
        }
    }

    /** The actions of which every pair and every triple is tested. */
    private static final List<Action> ALL = List.of(
            Action.FINISH,
            Action.FINISH_TOO,
            Action.CANCEL,
            Action.EXPIRY,
            Action.STOP,
            Action.CLOSE,
            Action.RESTART);

    /** The combinations with a start outside of the callback: each other action, and a finish with each end. */
    private static final List<List<Action>> STARTS = List.of(
            List.of(Action.FINISH, Action.START),
            List.of(Action.CANCEL, Action.START),
            List.of(Action.EXPIRY, Action.START),
            List.of(Action.STOP, Action.START),
            List.of(Action.CLOSE, Action.START),
            List.of(Action.FINISH, Action.CANCEL, Action.START),
            List.of(Action.FINISH, Action.STOP, Action.START),
            List.of(Action.FINISH, Action.CLOSE, Action.START));

    private Combinations() {}

    public static void main(String[] args) throws IOException {
        List<List<Action>> pairs = new ArrayList<>();
        List<List<Action>> triples = new ArrayList<>();
        for (int i = 0; i < ALL.size(); i++) {
            for (int j = i + 1; j < ALL.size(); j++) {
                pairs.add(List.of(ALL.get(i), ALL.get(j)));
                for (int k = j + 1; k < ALL.size(); k++) {
                    triples.add(List.of(ALL.get(i), ALL.get(j), ALL.get(k)));
                }
            }
        }
        pairs.removeIf(Combinations::isRepeated);
        triples.removeIf(Combinations::isRepeated);
        Path folder = Files.createDirectories(Path.of(args[0], "io", "helve", "races"));
        write(folder, "Pairs", "Every pair of actions on one operation.", pairs);
        write(folder, "Triples", "Every triple of actions on one operation.", triples);
        write(
                folder,
                "Starts",
                "A thread outside of the callback starts the next operation as soon as the handle is not busy any more: while the"
                        + " callback of the first operation is running, after it has returned, or while the handle is being stopped.",
                STARTS);
    }

    /** {@return whether the combination is another one with the two finishes exchanged} */
    private static boolean isRepeated(List<Action> actions) {
        return actions.contains(Action.FINISH_TOO) && !actions.contains(Action.FINISH);
    }

    private static void write(Path folder, String name, String purpose, List<List<Action>> combinations)
            throws IOException {
        String source = """
                package io.helve.races;

                import org.openjdk.jcstress.annotations.Actor;
                import org.openjdk.jcstress.annotations.Arbiter;
                import org.openjdk.jcstress.annotations.JCStressMeta;
                import org.openjdk.jcstress.annotations.JCStressTest;
                import org.openjdk.jcstress.infra.results.L_Result;

                /** %s Written by {@code Combinations}. */
                public final class %s {
                    private %s() {}
                %s}
                """.formatted(
                purpose, name, name, combinations.stream().map(Combinations::test).collect(Collectors.joining()));
        Path file = folder.resolve(name + ".java");
        if (!Files.exists(file) || !Files.readString(file).equals(source)) { // otherwise nothing is compiled again
            Files.writeString(file, source);
        }
    }

    private static String test(List<Action> actions) {
        String state = "Race" + state(actions);
        String actors = actions.stream()
                .filter(action -> action.actor != null)
                .map(action -> """

                        @Actor
                        public void %s(%s race) {
                            race.%s;
                        }
                """.formatted(action.actor, state, action.call))
                .collect(Collectors.joining());
        return """

                    @JCStressTest
                    @JCStressMeta(Outcomes.class)
                    public static class %s {
                %s
                        @Arbiter
                        public void end(%s race, L_Result outcome) {
                            outcome.r1 = race.verdict();
                        }
                    }
                """.formatted(actions.stream().map(action -> action.word).collect(Collectors.joining()), actors, state);
    }

    /** {@return the nested class of {@code Race} that the combination needs: with a deadline, with a second operation} */
    private static String state(List<Action> actions) {
        String expiring = actions.contains(Action.EXPIRY) ? "Expiring" : "";
        String second = actions.contains(Action.RESTART) ? "Restarting" : actions.contains(Action.START) ? "Starting" : "";
        return (expiring + second).isEmpty() ? "" : "." + expiring + second;
    }
}
