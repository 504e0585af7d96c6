package io.helve.impl.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.aio.AioFactory;
import io.helve.aio.AioSnapshot;
import io.helve.aio.AioStatistics;
import io.helve.aio.AioTenant;
import io.helve.file.AioFile;
import io.helve.file.AioFiles;
import io.helve.testkit.Await;
import io.helve.testkit.HelveRuntime;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class StandaloneTenantTest {
    @RegisterExtension
    final HelveRuntime helve = new HelveRuntime();

    @TempDir
    private Path directory;

    private AioTenant tenant;

    @BeforeEach
    void openTenant() {
        tenant = helve.closing(helve.runtime().openTenant("plugin", 3));
    }

    private static void assertFails(AioError error, Executable executable) {
        assertEquals(error, assertThrows(AioException.class, executable).error());
    }

    @Test
    void aTenantHasHandlesAndCountersOfItsOwn() throws InterruptedException {
        try (Aio aio = tenant.factory().alloc()) {
            tenant.factory().sleep(Duration.ZERO, aio);
            aio.await();
            assertEquals(1, tenant.counters().succeeded());
            assertTrue(
                    helve.runtime().snapshot().tenants().contains(new AioSnapshot.Tenant("plugin", tenant.counters())));
            assertEquals(
                    0, helve.runtime().snapshot().tenants().get(0).counters().started());
        }
        assertSame(tenant.factory(), tenant.service(AioFactory.class));
        assertSame(tenant.service(AioFiles.class), tenant.service(AioFiles.class));
    }

    @Test
    void itsQuotaLimitsItsHandlesOnly() {
        for (int i = 0; i < 3; i++) {
            helve.closing(tenant.factory().alloc());
        }
        assertFails(AioError.ENOMEM, () -> tenant.factory().alloc());
        helve.handle();
        assertThrows(IllegalArgumentException.class, () -> helve.runtime().openTenant("none", 0));
    }

    @Test
    void closingItEndsWhatItHasAndNothingElse() throws Exception {
        Queue<AioError> endings = new ConcurrentLinkedQueue<>();
        AioFactory handles = tenant.factory();
        handles.sleep(Aio.INFINITE, handles.alloc(aio -> endings.add(aio.result())));
        AioFile file = tenant.service(AioFiles.class)
                .openAsync(directory.resolve("file"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                .get();
        Aio other = helve.handle();
        helve.factory().sleep(Aio.INFINITE, other);

        tenant.close();

        assertEquals(List.of(AioError.ESTOPPED), List.copyOf(endings));
        try (Aio size = helve.factory().alloc()) {
            file.size(size);
            size.await();
            assertEquals(AioError.ECLOSED, size.result());
        }
        assertTrue(other.isBusy());
        assertFails(AioError.ESTOPPED, handles::alloc);
        assertFails(AioError.ESTOPPED, () -> tenant.service(AioFiles.class));
        Await.eventually(() -> helve.runtime().snapshot().tenants().size() == 1);
        assertEquals(1, tenant.counters().stopped());
        tenant.close();
        other.cancel();
        other.await();
    }

    @Test
    void theRuntimeClosesItsTenants() {
        AioTenant late =
                helve.open(HelveRuntime.settings().pool("brief").build()).openTenant("late", 1);
        AioFactory handles = late.factory();
        handles.alloc();
        late.close();
        var runtime = helve.open(HelveRuntime.settings().pool("briefer").build());
        AioTenant open = runtime.openTenant("open", 1);
        Aio aio = open.factory().alloc();
        open.factory().sleep(Aio.INFINITE, aio);
        runtime.close();
        assertFalse(aio.isBusy());
        assertFails(AioError.ESTOPPED, () -> open.service(AioFiles.class));
        assertFails(AioError.ESTOPPED, () -> runtime.openTenant("later", 1));
        open.close();
    }

    @Test
    void whatConcernsAllTenantsIsNotForOne() {
        assertThrows(IllegalArgumentException.class, () -> tenant.service(AioStatistics.class));
        assertThrows(IllegalArgumentException.class, () -> tenant.service(Runnable.class));
    }
}
