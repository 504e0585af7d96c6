package io.helve.examples.plugins;

import io.helve.aio.AioRuntime;
import io.helve.examples.plugins.api.Plugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ServiceLoader;

/** A plugin that runs. */
final class LoadedPlugin implements AutoCloseable {
    private final URLClassLoader loader;
    private final AioRuntime runtime;

    private LoadedPlugin(URLClassLoader loader, AioRuntime runtime) {
        this.loader = loader;
        this.runtime = runtime;
    }

    /** Loads the plugin of a jar or a folder of classes, and starts it. */
    static LoadedPlugin load(URL classes) {
        URLClassLoader loader = new URLClassLoader(new URL[] {classes}, new SharedClasses());
        AioRuntime runtime = AioRuntime.open();
        LoadedPlugin loaded = new LoadedPlugin(loader, runtime);
        try {
            ServiceLoader.load(Plugin.class, loader).findFirst().orElseThrow().start(runtime);
            return loaded;
        } catch (RuntimeException e) {
            loaded.close();
            throw e;
        }
    }

    /** {@return how many handles the plugin has open} */
    long openHandles() {
        return runtime.snapshot().total().open();
    }

    /** Ends the plugin: no callback of it is running afterwards, and none will. */
    @Override
    public void close() {
        runtime.close();
        try {
            loader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
