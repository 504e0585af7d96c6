/** Annotations that state the contract of a type where a reader and a tool look for it first. */
@Export
@Version("1.0.0")
package io.helve.annotation;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
