/**
 * Files as operations on handles.
 *
 * <p>The service {@link io.helve.file.AioFiles} opens an {@link io.helve.file.AioFile}, whose operations run on
 * separate threads, since a file may block. Every operation takes a handle, returns at once, and completes as the rules
 * of that handle say. No argument may be {@code null} unless its documentation says so.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.helve.file;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
