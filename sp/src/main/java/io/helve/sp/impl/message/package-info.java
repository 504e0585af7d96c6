/**
 * Messages: bytes with room at both ends, shared by duplicates until one is changed; and the pool that their memory
 * comes from. One thread at a time uses a message; only {@link io.helve.sp.impl.message.RefCount} and the pool are met
 * by several.
 */
package io.helve.sp.impl.message;
