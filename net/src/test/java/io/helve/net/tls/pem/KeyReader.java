package io.helve.net.tls.pem;

import java.security.GeneralSecurityException;
import java.util.Base64;

/** Reads a key, and prints its algorithm or why not: the program that {@link MissingModuleTest} starts. */
final class KeyReader {
    private KeyReader() {}

    /** Reads the key. */
    public static void main(String[] args) {
        try {
            System.out.println(
                    PrivateKeyPem.read(Base64.getDecoder().decode(args[0])).getAlgorithm());
        } catch (GeneralSecurityException e) {
            System.out.println(e.getMessage());
        }
    }
}
