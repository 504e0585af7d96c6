package io.helve.impl.handle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.helve.aio.AioError;
import io.helve.impl.pool.PoolTenant;
import io.helve.impl.pool.Worker;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The table of all transitions of a handle. The test takes every event in every state that can be reached from a new
 * handle, and holds what happens against the table; each row must be met, and for each transition there must be one.
 */
class OperationStateTest {
    /**
     * In the order of the columns: the event; the states that the row is for (phases, + flags that are set, - flags
     * that are not); what changes (the next phase, + and - flags; nothing if empty); the action. The first row that
     * fits counts.
     */
    private static final String TABLE = """
            begin             | * +REFUSED              |                               | REFUSE
            begin             | IDLE +STOPPED           | FINISHING +REFUSED -REQUEST   | CONCLUDE_STOPPED
            begin             | IDLE                    | STARTING -REQUEST             | PROCEED
            begin             | *                       |                               | REJECT_BUSY

            admit             | STARTING +STOPPED       | FINISHING +REFUSED            | CONCLUDE_STOPPED
            admit             | STARTING                | PENDING +CANCELLABLE          | PROCEED
            admitUncancellable| STARTING +STOPPED       | FINISHING +REFUSED            | CONCLUDE_STOPPED
            admitUncancellable| STARTING                | PENDING                       | PROCEED
            endAtOnce         | STARTING                | FINISHING                     | NOTHING

            finish            | PENDING                 | FINISHING                     | PROCEED
            finish            | *                       |                               | LOST
            finishInCallback  | PENDING +CANCELLING     | FINISHING                     | PROCEED
            finishInCallback  | PENDING                 | READY                         | WRITE_ONLY
            finishAndSkip     | PENDING                 | FINISHING                     | PROCEED
            finishLate        | *                       |                               | LOST

            deliver           | FINISHING +CALLBACK     | READY                         | NOTHING
            deliver           | FINISHING +CANCELLING   | READY                         | NOTHING
            deliver           | FINISHING               |                               | RUN_CALLBACK
            deliverSilently   | FINISHING +CANCELLING   | READY                         | NOTHING
            deliverSilently   | FINISHING +CALLBACK     | IDLE                          | NOTHING
            deliverSilently   | FINISHING +CLOSED       | RELEASING                     | RELEASE
            deliverSilently   | FINISHING               | IDLE                          | WAKE_WAITERS

            beginCallback     | FINISHING READY         | IDLE +CALLBACK                | true
            beginByExecutor   | WITH_EXECUTOR           | IDLE +CALLBACK                | true
            beginByExecutor   | *                       |                               | false
            beginTakenBack    | TAKEN_BACK              | IDLE +CALLBACK                | true
            beginTakenBack    | *                       |                               | false
            relay             | FINISHING               | RELAYED                       | NOTHING
            pass              | FINISHING               | WITH_EXECUTOR                 | true
            passRelayed       | RELAYED                 | WITH_EXECUTOR                 | true
            passRelayed       | *                       |                               | false
            takeBack          | WITH_EXECUTOR           | TAKEN_BACK                    | true
            takeBack          | *                       |                               | false

            endCallback       | IDLE +CLOSED            | RELEASING -CALLBACK           | RELEASE
            endCallback       | IDLE                    | IDLE -CALLBACK                | WAKE_WAITERS
            endCallback       | READY -CANCELLING       |                               | RUN_CALLBACK
            endCallback       | *                       | -CALLBACK                     | NOTHING
            endOnExecutor     | IDLE +CLOSED            | RELEASING -CALLBACK           | RELEASE
            endOnExecutor     | IDLE                    | IDLE -CALLBACK                | WAKE_WAITERS
            endOnExecutor     | READY -CANCELLING       | WITH_EXECUTOR -CALLBACK       | RUN_CALLBACK
            endOnExecutor     | *                       | -CALLBACK                     | NOTHING

            cancel            | PENDING +CANCELLABLE -CANCEL_REQUESTED | +CANCEL_REQUESTED +CANCELLING        | CALL_CANCELLER
            cancel            | *                       |                               | NOTHING
            cancelLate        | *                       |                               | NOTHING
            stop              | * +STOPPED              |                               | NOTHING
            stop              | PENDING +CANCELLABLE -CANCEL_REQUESTED | +STOPPED +CANCEL_REQUESTED +CANCELLING | CALL_CANCELLER
            stop              | *                       | +STOPPED                      | NOTHING
            reap              | * +CLOSED               |                               | NOTHING
            reap              | IDLE -CALLBACK          | RELEASING +REAPED             | RELEASE
            reap              | PENDING +CANCELLABLE -CANCEL_REQUESTED | +REAPED +CANCEL_REQUESTED +CANCELLING | CALL_CANCELLER
            reap              | *                       | +REAPED                       | NOTHING

            cancellerReturned | READY -CALLBACK         | FINISHING -CANCELLING         | RUN_CALLBACK
            cancellerReturned | *                       | -CANCELLING                   | NOTHING
            returnedSilently  | READY -CALLBACK +CLOSED | RELEASING -CANCELLING         | RELEASE
            returnedSilently  | READY -CALLBACK         | IDLE -CANCELLING              | WAKE_WAITERS
            returnedSilently  | *                       | -CANCELLING                   | NOTHING
            released          | RELEASING               | RELEASED                      | WAKE_WAITERS
            """;

    private static final List<String> PHASES = List.of(
            "IDLE",
            "STARTING",
            "PENDING",
            "FINISHING",
            "READY",
            "RELAYED",
            "WITH_EXECUTOR",
            "TAKEN_BACK",
            "RELEASING",
            "RELEASED");
    private static final List<String> FLAGS =
            List.of("CALLBACK", "CANCELLABLE", "CANCELLING", "CANCEL_REQUESTED", "STOPPED", "REFUSED", "CLOSED");
    private static final List<String> ACTIONS = List.of(
            "NOTHING",
            "PROCEED",
            "CONCLUDE_STOPPED",
            "REFUSE",
            "REJECT_BUSY",
            "LOST",
            "WRITE_ONLY",
            "RUN_CALLBACK",
            "WAKE_WAITERS",
            "RELEASE",
            "CALL_CANCELLER");

    /** The bits below the sequence, without the reason of a cancel, which no transition looks at. */
    private static final long STATE = 0x7ff;

    private static final int SEQUENCE_SHIFT = 18;
    private static final long LATE = 1;
    private static final long SEQUENCE = 2;

    private final List<Row> rows =
            TABLE.lines().filter(line -> !line.isBlank()).map(Row::new).toList();

    @Test
    void everyEventInEveryStateDoesWhatTheTableSays() {
        Set<Long> seen = explore((state, event, next, action) -> {
            String what = name(state) + " -- " + event;
            Row row = row(event, state);
            assertNotNull(row, () -> "no row for " + what + " --> " + name(next) + ", " + action);
            assertEquals(
                    name(row.next(state)) + ", " + row.action, name(next) + ", " + action, () -> what + " by " + row);
            assertSound(next, what);
        });
        assertEquals(
                List.of(),
                rows.stream().filter(row -> !row.met).map(Row::toString).toList(),
                "rows for nothing");
        for (String phase : PHASES) {
            assertTrue(
                    seen.stream().anyMatch(state -> phase(state) == PHASES.indexOf(phase)),
                    () -> phase + " is reached");
        }
    }

    @Test
    void theDiagramOfTheDesignPageHasAnArrowForEachChangeOfThePhaseAndNoOther() throws IOException {
        Set<String> changes = new TreeSet<>();
        explore((state, event, next, action) -> {
            if (phase(next) != phase(state)) {
                changes.add(PHASES.get(phase(state)) + " --> " + PHASES.get(phase(next)));
            }
        });
        Set<String> arrows = Pattern.compile("^ *([A-Z_]+ --> [A-Z_]+):", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("../docs/design/handle-state.md")))
                .results()
                .map(arrow -> arrow.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(String.join("\n", changes), String.join("\n", arrows));
    }

    /** Takes every event in every state that can be reached from a new handle. {@return these states} */
    private static Set<Long> explore(Transition transition) {
        Set<Long> seen = new HashSet<>(Set.of(0L));
        Deque<Long> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            long state = open.remove();
            for (Event event : Event.values()) {
                if (!event.isPossible(state)) {
                    continue;
                }
                Word word = new Word(state | SEQUENCE << SEQUENCE_SHIFT, event == Event.finishInCallback);
                String action = event.happen(word);
                long next = word.word() & STATE;
                transition.taken(state, event, next, action);
                if (seen.add(next)) {
                    open.add(next);
                }
            }
        }
        return seen;
    }

    /** Called for each transition. */
    private interface Transition {
        void taken(long state, Event event, long next, String action);
    }

    /** What holds in each state. */
    private static void assertSound(long state, String how) {
        boolean cancelling = has(state, OperationState.CANCELLING);
        assertFalse(
                cancelling && !Set.of("PENDING", "FINISHING", "READY").contains(PHASES.get(phase(state))),
                () -> how + ": a canceller is called and nothing waits for it: " + name(state));
        assertFalse(
                cancelling && !has(state, OperationState.CANCEL_REQUESTED),
                () -> how + ": a canceller is called that nobody has asked for: " + name(state));
        assertFalse(
                has(state, OperationState.CLOSED) && !has(state, OperationState.STOPPED | OperationState.REFUSED),
                () -> how + ": closed, but not stopped: " + name(state));
        assertFalse(
                phase(state) >= OperationState.RELAYED && has(state, OperationState.CALLBACK),
                () -> how + ": two callbacks, or a release during one: " + name(state));
    }

    @Test
    void aStartCountsTheOperationAndForgetsACancelOfThePreviousOne() {
        Word word = new Word(OperationState.IDLE | OperationState.CANCEL_REQUESTED | SEQUENCE << SEQUENCE_SHIFT, false);
        assertEquals(SEQUENCE + 1, OperationState.sequenceOf(word.begin()));
        word.admit(OperationState.CANCELLABLE);
        assertEquals(SEQUENCE + 1, word.pending());
        assertEquals(null, word.cancelReason(SEQUENCE + 1));
        word.requestCancel(AioError.EAGAIN, SEQUENCE + 1);
        assertEquals(AioError.EAGAIN, word.cancelReason(SEQUENCE + 1));
        assertEquals(null, word.cancelReason(SEQUENCE));
    }

    private Row row(Event event, long state) {
        for (Row row : rows) {
            if (row.event.equals(event.name()) && row.fits(state)) {
                row.met = true;
                return row;
            }
        }
        return null;
    }

    /** What happens to a handle, in the situation of the thread that takes the transition. */
    private enum Event {
        begin,
        admit,
        admitUncancellable,
        endAtOnce,
        finish,
        finishInCallback,
        finishAndSkip,
        finishLate,
        deliver,
        deliverSilently,
        beginCallback,
        beginByExecutor,
        beginTakenBack,
        relay,
        pass,
        passRelayed,
        takeBack,
        endCallback,
        endOnExecutor,
        cancel,
        cancelLate,
        stop,
        reap,
        cancellerReturned,
        returnedSilently,
        released;

        /** {@return whether some thread can take this transition: most belong to the owner of a phase or a flag} */
        boolean isPossible(long state) {
            boolean callback = has(state, OperationState.CALLBACK);
            boolean cancelling = has(state, OperationState.CANCELLING);
            return switch (this) {
                case admit, admitUncancellable, endAtOnce -> phase(state) == OperationState.STARTING;
                case finishInCallback -> phase(state) == OperationState.PENDING && callback;
                case finishAndSkip -> phase(state) == OperationState.PENDING;
                case deliver, deliverSilently -> phase(state) == OperationState.FINISHING;
                case beginCallback ->
                    !cancelling
                            && (callback
                                    ? phase(state) == OperationState.READY
                                    : phase(state) == OperationState.FINISHING);
                case relay, pass -> phase(state) == OperationState.FINISHING && !callback && !cancelling;
                case endCallback, endOnExecutor -> callback;
                case cancellerReturned, returnedSilently -> cancelling;
                case released -> phase(state) == OperationState.RELEASING;
                default -> true;
            };
        }

        /** {@return the action, or the answer} */
        String happen(Word word) {
            return switch (this) {
                case begin -> action(word.begin());
                case admit -> action(word.admit(OperationState.CANCELLABLE));
                case admitUncancellable -> action(word.admit(0));
                case endAtOnce -> {
                    word.endAtOnce();
                    yield "NOTHING";
                }
                case finish, finishInCallback -> action(word.claimFinish(SEQUENCE, CallbackRun.DUE));
                case finishAndSkip -> action(word.claimFinish(SEQUENCE, CallbackRun.NONE));
                case finishLate -> action(word.claimFinish(LATE, CallbackRun.DUE));
                case deliver -> action(word.deliver(CallbackRun.DUE));
                case deliverSilently -> action(word.deliver(CallbackRun.NONE));
                case beginCallback -> "" + word.beginCallback(OperationState.FINISHING);
                case beginByExecutor -> "" + word.beginCallback(OperationState.WITH_EXECUTOR);
                case beginTakenBack -> "" + word.beginCallback(OperationState.TAKEN_BACK);
                case relay -> {
                    word.relay();
                    yield "NOTHING";
                }
                case pass -> "" + word.passToExecutor(OperationState.FINISHING);
                case passRelayed -> "" + word.passToExecutor(OperationState.RELAYED);
                case takeBack -> "" + word.takeBack();
                case endCallback -> action(word.endCallback(OperationState.FINISHING));
                case endOnExecutor -> action(word.endCallback(OperationState.WITH_EXECUTOR));
                case cancel -> action(word.requestCancel(AioError.ECANCELED, OperationState.NO_SEQUENCE));
                case cancelLate -> action(word.requestCancel(AioError.ETIMEDOUT, LATE));
                case stop -> action(word.stop(OperationState.STOPPED));
                case reap -> action(word.stop(OperationState.REAPED));
                case cancellerReturned -> action(word.cancellerReturned(CallbackRun.DUE));
                case returnedSilently -> action(word.cancellerReturned(CallbackRun.NONE));
                case released -> action(word.released());
            };
        }

        private static String action(long outcome) {
            return ACTIONS.get(OperationState.action(outcome));
        }
    }

    /** A row of the table. */
    private static final class Row {
        final String event;
        final String action;
        private final String line;
        private final String[] from;
        private final String[] to;
        boolean met;

        Row(String line) {
            String[] columns = line.split("\\|");
            this.line = Arrays.stream(columns).map(String::strip).collect(Collectors.joining(" | "));
            event = columns[0].strip();
            from = columns[1].strip().split(" +");
            to = columns[2].isBlank() ? new String[0] : columns[2].strip().split(" +");
            action = columns[3].strip();
        }

        boolean fits(long state) {
            boolean phase = false;
            for (String word : from) {
                if (word.startsWith("+") || word.startsWith("-")) {
                    if (has(state, flag(word)) != word.startsWith("+")) {
                        return false;
                    }
                } else {
                    phase |= word.equals("*") || PHASES.indexOf(word) == phase(state);
                }
            }
            return phase;
        }

        long next(long state) {
            long next = state;
            for (String word : to) {
                if (word.startsWith("+")) {
                    next |= flag(word);
                } else if (word.startsWith("-")) {
                    next &= ~flag(word);
                } else {
                    next = next & ~15 | PHASES.indexOf(word);
                }
            }
            return next;
        }

        private static long flag(String word) {
            return switch (word.substring(1)) {
                case "REQUEST" -> OperationState.CANCELLABLE | OperationState.CANCEL_REQUESTED;
                case "REAPED" -> OperationState.REAPED;
                default -> bit(word.substring(1));
            };
        }

        @Override
        public String toString() {
            return line;
        }
    }

    private static long bit(String flag) {
        int index = FLAGS.indexOf(flag);
        return index < 0 ? fail(flag + " is no flag") : OperationState.CALLBACK << index;
    }

    private static boolean has(long state, long flags) {
        return (state & flags) == flags;
    }

    private static int phase(long state) {
        return (int) state & 15;
    }

    private static String name(long state) {
        return PHASES.get(phase(state))
                + FLAGS.stream()
                        .filter(flag -> has(state, bit(flag)))
                        .map(flag -> " " + flag)
                        .collect(Collectors.joining());
    }

    /** A state word with its transitions, and nothing else. */
    private static final class Word extends OperationState {
        Word(long word, boolean inItsCallback) {
            try {
                field("state").setLong(this, word);
                field("callbackThread").set(this, inItsCallback ? Thread.currentThread() : null);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }

        long word() {
            try {
                return field("state").getLong(this);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }

        private static Field field(String name) throws ReflectiveOperationException {
            Field field = OperationState.class.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        }

        @Override
        protected void complete(Worker worker) {
            throw new AssertionError("transitions call nothing");
        }

        @Override
        protected PoolTenant poolTenant() {
            throw new AssertionError("transitions call nothing");
        }
    }
}
