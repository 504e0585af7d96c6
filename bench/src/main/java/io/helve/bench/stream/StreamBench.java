package io.helve.bench.stream;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A server or a client of one peer, in the shape of {@code nng/streams.c} and with the same arguments.
 *
 * <p>The server prints {@code CONTROL<TAB>URL...<TAB>TRANSPORT}, with {@code -} for a URL that the peer does not know,
 * and ends with its standard input. The client prints one line for each case:
 * {@code case<TAB>metric<TAB>value<TAB>unit[<TAB>metric ...]}.
 */
public final class StreamBench {
    private StreamBench() {}

    /**
     * Serves, or runs one case, or the cases that standard input names.
     *
     * @param args {@code PEER server URL...} or {@code PEER client CONTROL [URL CASE SIZE CONNECTIONS WARMUP SECONDS]}
     * @throws Exception if a case cannot be run
     */
    public static void main(String[] args) throws Exception {
        List<String> rest = Arrays.asList(args).subList(Math.min(2, args.length), args.length);
        if (args.length >= 3 && args[1].equals("server")) {
            try (StreamPeer peer = StreamPeer.of(args[0]);
                    Server server = new Server(peer, rest)) {
                System.out.println(server.line());
                System.in.transferTo(OutputStream.nullOutputStream());
            }
        } else if ((args.length == 3 || args.length == 9) && args[1].equals("client")) {
            try (StreamPeer peer = StreamPeer.of(args[0]);
                    Control.Client control = new Control.Client(Integer.parseInt(args[2]))) {
                client(new Cases(peer, control), rest.subList(1, rest.size()));
            }
        } else {
            System.err.println("usage: StreamBench PEER server URL...");
            System.err.println(
                    "       StreamBench PEER client CONTROL [URL CASE SIZE CONNECTIONS WARMUP SECONDS]  (else from stdin)");
            System.exit(2);
        }
        System.exit(0);
    }

    private static void client(Cases cases, List<String> one) throws Exception {
        if (!one.isEmpty()) {
            System.out.println(cases.run(one));
            return;
        }
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(cases.run(List.of(line.trim().split(" +"))));
        }
    }
}
