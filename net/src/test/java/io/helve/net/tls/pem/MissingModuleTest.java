package io.helve.net.tls.pem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helve.testkit.ChildJvm;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A key that the Java runtime cannot read for want of a module says which module. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MissingModuleTest {
    @TempDir
    private Path dir;

    @Test
    void anEcKeyNamesTheModuleThatAnImageLacks() throws Exception {
        byte[] key = KeyPairGenerator.getInstance("EC")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        String said = new ChildJvm(dir)
                .option("--limit-modules=java.se,jdk.unsupported")
                .run(KeyReader.class, Base64.getEncoder().encodeToString(key));
        boolean inTheBase = Runtime.version().feature() >= 22; // later JDKs have elliptic curves in java.base
        assertEquals(inTheBase ? "EC" : "this Java runtime has no EC keys; add its module jdk.crypto.ec", said.strip());
    }
}
