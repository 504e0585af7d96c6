package io.helve.remote.client;

import io.helve.stream.TlsConfig;
import java.time.Duration;

/**
 * The settings of a client.
 *
 * @param answerMax how many bytes an answer may have
 * @param idle how long a connection stays open without a call
 * @param tls the certificate of the client, and which servers it trusts
 */
public record ClientSettings(int answerMax, Duration idle, TlsConfig tls) {}
