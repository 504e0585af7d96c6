package io.helve.impl.osgi;

import io.helve.aio.Aio;
import io.helve.aio.AioFactory;
import io.helve.file.AioFiles;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/**
 * Files over the default pool's file threads. Each using bundle has its own instance of this component, which closes
 * the bundle's files when the bundle releases the service.
 */
@Component(
        service = AioFiles.class,
        scope = ServiceScope.BUNDLE,
        configurationPolicy = ConfigurationPolicy.IGNORE,
        property = {AioFactory.POOL + "=" + DefaultPool.NAME, "service.ranking:Integer=100"})
public final class AioFilesComponent implements AioFiles {
    private final BundleFiles files;

    /**
     * Called by the component runtime.
     *
     * @param pool the pool
     * @param context the context, whose using bundle is the tenant
     */
    @Activate
    public AioFilesComponent(@Reference DefaultPool pool, ComponentContext context) {
        files = BundleFiles.open(pool.host(), context.getUsingBundle(), DefaultPool.NAME);
    }

    @Deactivate
    void deactivate() {
        files.close();
    }

    @Override
    public AioFactory factory() {
        return files.tenant().factory();
    }

    @Override
    public void open(Path path, Aio aio, OpenOption... options) {
        files.tenant().open(path, aio, options);
    }
}
