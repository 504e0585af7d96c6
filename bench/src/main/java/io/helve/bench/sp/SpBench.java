package io.helve.bench.sp;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A process of one peer, in the shape of {@code nng/sp.c}: answers each line of standard input with a line, and ends at
 * the end of standard input.
 */
public final class SpBench {
    private SpBench() {}

    /**
     * Answers lines.
     *
     * @param args the peer
     */
    public static void main(String[] args) {
        if (args.length != 1) {
            System.err.println("usage: SpBench PEER");
            System.exit(2);
        }
        try {
            // not closed: a failed peer may wait for its sockets for ever
            Session session = new Session(SpPeer.of(args[0]));
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(session.answer(line));
            }
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }
}
