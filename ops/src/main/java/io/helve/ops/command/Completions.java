package io.helve.ops.command;

import io.helve.aio.AioHandleSnapshot.State;
import io.helve.aio.AioSnapshot;
import io.helve.ops.model.Observed;
import io.helve.ops.model.SocketView;
import io.helve.stream.StreamResource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The words that may stand at a place of a command line: options, bundles, states, ids. */
public final class Completions {
    /** The number of words that are offered at most: a shell lists them all. */
    private static final int MOST = 200;

    private final Observed observed;

    /**
     * Creates completions.
     *
     * @param observed the bundles and objects that exist
     */
    public Completions(Observed observed) {
        this.observed = observed;
    }

    /**
     * Returns the words that may follow.
     *
     * @param usage what the command takes
     * @param before the words between the command and the cursor, without the word at the cursor
     * @return all words that may stand there, whatever the word at the cursor begins with
     */
    public List<String> after(Usage usage, List<String> before) {
        String previous = before.isEmpty() ? "" : before.get(before.size() - 1);
        if (usage.values().contains(previous)) {
            return values(previous).distinct().limit(MOST).toList();
        }
        Stream<String> options = Stream.concat(usage.flags().stream(), usage.values().stream())
                .filter(option -> !before.contains(option));
        Stream<String> operands = usage.operand().isEmpty() ? Stream.empty() : operands(usage, before);
        return Stream.concat(operands.limit(MOST), options).toList();
    }

    /** {@return for {@code call} the interfaces of remote services, at the first place; otherwise ids} */
    private Stream<String> operands(Usage usage, List<String> before) {
        if (!usage.name().equals("call")) {
            return ids().filter(id -> !before.contains(id));
        }
        return before.isEmpty()
                ? observed.remoteServices().stream()
                        .flatMap(service -> service.interfaces().stream())
                        .distinct()
                : Stream.empty();
    }

    private Stream<String> values(String option) {
        return switch (option) {
            case Usage.BUNDLE ->
                observed.pools().stream()
                        .flatMap(pool -> pool.tenants().stream())
                        .map(AioSnapshot.Tenant::name)
                        .map(Completions::symbolicName)
                        .sorted();
            case "--state" ->
                Arrays.stream(State.values()).map(state -> state.name().toLowerCase(Locale.ROOT));
            default -> Stream.empty();
        };
    }

    /** A tenant is called {@code org.example.app [12]}; a word with a space would have to be quoted. */
    private static String symbolicName(String tenant) {
        int end = tenant.indexOf(" [");
        return end < 0 ? tenant : tenant.substring(0, end);
    }

    /** {@return the ids that an operator may want to close; the list leaves out handles, because there are many} */
    private Stream<String> ids() {
        return Stream.concat(
                observed.sockets().stream().flatMap(Completions::ids),
                observed.streamResources().stream().map(StreamResource::id));
    }

    private static Stream<String> ids(SocketView socket) {
        return Stream.of(
                        Stream.of("socket/" + socket.id()),
                        socket.endpoints().stream().map(each -> each.kind() + "/" + each.id()),
                        socket.pipes().stream().map(each -> "pipe/" + each.id()))
                .flatMap(each -> each);
    }
}
