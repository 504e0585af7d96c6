package io.helve.sp.impl.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.message.Message;
import io.helve.sp.SpDialer;
import io.helve.sp.SpOptions;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.testkit.SocketTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The direct methods of sockets: futures, requests, surveys, services, publishers of messages. */
class DirectSocketsTest extends SocketTest {
    private final AtomicInteger urls = new AtomicInteger();

    private void connect(SpSocket listening, SpSocket dialing) throws InterruptedException {
        connect(listening, dialing, "inproc://direct-" + urls.incrementAndGet());
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    private static AioError error(CompletableFuture<?> future) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> get(future));
        return assertInstanceOf(AioException.class, failure.getCause()).error();
    }

    private long handles() {
        return runtime.snapshot().total().open();
    }

    @Test
    void messagesAreSentAndReceivedAsFutures() throws Exception {
        SpSocket push = open(SpProtocol.PUSH);
        SpSocket pull = open(SpProtocol.PULL);
        connect(pull, push);
        CompletableFuture<Message> received = pull.receiveAsync();
        assertNull(get(push.sendAsync(messages.of("work"))));
        try (Message message = get(received)) {
            assertEquals("work", message.text());
        }
        push.send("more");
        assertEquals("more", get(pull.receiveAsync()).text());
    }

    @Test
    void aReceiveWhoseFutureIsCancelledTakesNoMessageAway() throws Exception {
        SpSocket push = open(SpProtocol.PUSH);
        SpSocket pull = open(SpProtocol.PULL);
        connect(pull, push);
        long before = handles();
        pull.receiveAsync().cancel(true);
        eventually(() -> handles() == before);
        push.send("kept");
        assertEquals("kept", get(pull.receiveAsync()).text());
    }

    @Test
    void requestsHaveAContextEachAndAnswersFindTheirWay() throws Exception {
        SpSocket req = open(SpProtocol.REQ);
        SpSocket rep = open(SpProtocol.REP);
        connect(rep, req);
        CompletableFuture<Void> serving = rep.serve(request -> messages.of(request.text() + "!"));
        List<CompletableFuture<Message>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(req.request(messages.of("request " + i)));
        }
        for (int i = 0; i < 100; i++) {
            assertEquals("request " + i + "!", get(answers.get(i)).text());
        }
        eventually(() -> stat(req, "contexts") == 0);
        rep.close();
        assertNull(get(serving));
    }

    @Test
    void aCancelledRequestGivesItsHandlesAndItsContextBack() throws Exception {
        SpSocket req = open(SpProtocol.REQ);
        SpSocket rep = open(SpProtocol.REP);
        connect(rep, req);
        long before = handles();
        CompletableFuture<Message> request = req.request(messages.of("anybody?"));
        assertEquals("anybody?", rep.receive().text());
        request.cancel(true);
        eventually(() -> handles() == before && stat(req, "contexts") == 0);
    }

    @Test
    void aRequestWithoutAnAnswerTimesOut() throws Exception {
        SpSocket req = open(SpProtocol.REQ).set(SpOptions.RECEIVE_TIMEOUT, Duration.ofMillis(20));
        SpSocket rep = open(SpProtocol.REP);
        connect(rep, req);
        assertEquals(AioError.ETIMEDOUT, error(req.request(messages.of("anybody?"))));
        eventually(() -> stat(req, "contexts") == 0);
    }

    @Test
    void aProtocolWithoutContextsRefusesRequests() {
        assertEquals(AioError.ENOTSUP, error(open(SpProtocol.PUSH).request(messages.of("x"))));
        assertEquals(AioError.ENOTSUP, error(open(SpProtocol.PUSH).serve(request -> null)));
    }

    @Test
    void aRequestMayBeReturnedAsItsAnswer() throws Exception {
        SpSocket req = open(SpProtocol.REQ);
        SpSocket rep = open(SpProtocol.REP);
        connect(rep, req);
        rep.serve(request -> request);
        assertEquals("echo", get(req.request(messages.of("echo"))).text());
    }

    @Test
    void severalRequestsAreAnsweredAtATimeInAnyOrder() throws Exception {
        SpSocket req = open(SpProtocol.REQ);
        SpSocket rep = open(SpProtocol.REP);
        connect(rep, req);
        Queue<CompletableFuture<Message>> pending = new ConcurrentLinkedQueue<>();
        CompletableFuture<Void> serving = rep.serveAsync(3, request -> {
            CompletableFuture<Message> answer = new CompletableFuture<>();
            pending.add(answer);
            return answer;
        });
        List<CompletableFuture<Message>> answers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            answers.add(req.request(messages.of("r")));
        }
        eventually(() -> pending.size() == 3);
        pending.forEach(answer -> answer.complete(messages.of("done")));
        for (CompletableFuture<Message> answer : answers) {
            assertEquals("done", get(answer).text());
        }
        serving.cancel(true);
        eventually(() -> stat(rep, "contexts") == 0);
    }

    @Test
    void aFunctionThatFailsGivesNoAnswerAndTheNextRequestIsServed() throws Exception {
        helve.log().expect("gets no answer");
        SpSocket req = open(SpProtocol.REQ);
        SpSocket rep = open(SpProtocol.REP);
        connect(rep, req);
        rep.serve(request -> {
            if (request.text().equals("bad")) {
                throw new IllegalStateException("as the test wants it");
            }
            return messages.of("good");
        });
        req.set(SpOptions.RECEIVE_TIMEOUT, Duration.ofMillis(20));
        assertEquals(AioError.ETIMEDOUT, error(req.request(messages.of("bad"))));
        req.set(SpOptions.RECEIVE_TIMEOUT, SOON);
        assertEquals("good", get(req.request(messages.of("well"))).text());
    }

    @Test
    void aSurveyCollectsAnswersUntilItsTimeIsOver() throws Exception {
        SpSocket surveyor = open(SpProtocol.SURVEYOR).set(SpOptions.SURVEY_TIME, Duration.ofSeconds(1));
        for (String name : List.of("a", "b")) {
            SpSocket respondent = open(SpProtocol.RESPONDENT);
            connect(surveyor, respondent);
            respondent.serve(request -> messages.of(request.text() + name));
        }
        List<String> answers = get(surveyor.survey(messages.of("?"))).stream()
                .map(Message::text)
                .sorted()
                .toList();
        assertEquals(List.of("?a", "?b"), answers);
        Queue<String> passedOn = new ConcurrentLinkedQueue<>();
        assertNull(get(surveyor.survey(messages.of("!"), answer -> passedOn.add(answer.text()))));
        assertEquals(List.of("!a", "!b"), passedOn.stream().sorted().toList());
        eventually(() -> stat(surveyor, "contexts") == 0);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SURVEYOR")
    void surveysAreForSurveyors(SpProtocol protocol) {
        SpSocket socket = open(protocol);
        Message survey = messages.of("?");
        for (CompletableFuture<?> refused : List.of(socket.survey(survey), socket.survey(survey, answer -> {}))) {
            assertEquals(AioError.ENOTSUP, error(refused));
        }
        assertEquals("?", survey.text());
    }

    @Test
    void aSurveyWhoseTimeIsOverWhileAnAnswerIsHandledHasSucceeded() throws Exception {
        Duration time = Duration.ofMillis(300);
        SpSocket surveyor = open(SpProtocol.SURVEYOR).set(SpOptions.SURVEY_TIME, time);
        SpSocket respondent = open(SpProtocol.RESPONDENT);
        connect(surveyor, respondent);
        respondent.serve(request -> request);
        assertNull(get(surveyor.survey(messages.of("?"), answer -> {
            long answered = System.nanoTime();
            eventually(() -> System.nanoTime() - answered > time.toNanos());
        })));
    }

    @Test
    void aClosedSocketEndsASurvey() throws Exception {
        SpSocket surveyor = open(SpProtocol.SURVEYOR).set(SpOptions.SURVEY_TIME, SOON);
        CompletableFuture<List<Message>> survey = surveyor.survey(messages.of("?"));
        surveyor.close();
        assertEquals(AioError.ECLOSED, error(survey));
    }

    @Test
    void aSocketDialsWithoutWaiting() throws Exception {
        SpSocket req = open(SpProtocol.REQ);
        SpSocket rep = open(SpProtocol.REP);
        listen(rep, "inproc://dial-direct");
        try (SpDialer dialer = get(req.dialAsync("inproc://dial-direct"))) {
            assertEquals("inproc://dial-direct", dialer.url().toString());
        }
        assertEquals(AioError.ECONNREFUSED, error(req.dialAsync("inproc://nobody")));
        assertEquals(0, stat(req, "dialers"));
    }

    // ---- publishers

    /** Requests what the test asks for. */
    private static class Requesting implements Flow.Subscriber<Message> {
        final Queue<String> received = new ConcurrentLinkedQueue<>();
        final CountDownLatch ended = new CountDownLatch(1);
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        volatile Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(Message message) {
            received.add(message.text());
            message.close();
        }

        @Override
        public void onError(Throwable thrown) {
            failure.set(thrown);
            ended.countDown();
        }

        @Override
        public void onComplete() {
            ended.countDown();
        }

        void awaitEnd() throws InterruptedException {
            assertTrue(ended.await(SOON.toSeconds(), TimeUnit.SECONDS));
        }
    }

    @Test
    void aSubscriberGetsTheMessagesThatItRequestsAndTheOthersStayWithTheSocket() throws Exception {
        SpSocket push = open(SpProtocol.PUSH);
        SpSocket pull = open(SpProtocol.PULL);
        connect(pull, push);
        Requesting subscriber = new Requesting();
        pull.messages().subscribe(subscriber);
        for (int i = 0; i < 5; i++) {
            push.send("m" + i);
        }
        subscriber.subscription.request(2);
        eventually(() -> subscriber.received.size() == 2);
        subscriber.subscription.cancel();
        assertEquals(List.of("m0", "m1"), List.copyOf(subscriber.received));
        for (int i = 2; i < 5; i++) {
            assertEquals("m" + i, pull.receive().text());
        }
    }

    @Test
    void aSubscriberThatRequestsInOnNextGetsEveryMessageInOrder() throws Exception {
        SpSocket push = open(SpProtocol.PUSH);
        SpSocket pull = open(SpProtocol.PULL);
        connect(pull, push);
        Requesting subscriber = new Requesting() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
                super.onSubscribe(given);
                given.request(1);
            }

            @Override
            public void onNext(Message message) {
                super.onNext(message);
                subscription.request(1);
            }
        };
        pull.messages().subscribe(subscriber);
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            sent.add("m" + i);
            push.send("m" + i);
        }
        eventually(() -> subscriber.received.size() == 1000);
        assertEquals(sent, List.copyOf(subscriber.received));
        pull.close();
        subscriber.awaitEnd();
        assertNull(subscriber.failure.get());
    }

    @Test
    void aCancelledSubscriptionGivesItsHandleBack() throws Exception {
        SpSocket pull = open(SpProtocol.PULL);
        long before = handles();
        Requesting subscriber = new Requesting();
        pull.messages().subscribe(subscriber);
        subscriber.subscription.request(1);
        subscriber.subscription.cancel();
        eventually(() -> handles() == before);
    }

    @Test
    void aRequestForNoMessagesEndsTheSubscription() throws Exception {
        SpSocket pull = open(SpProtocol.PULL);
        Requesting subscriber = new Requesting();
        pull.messages().subscribe(subscriber);
        subscriber.subscription.request(0);
        subscriber.awaitEnd();
        assertEquals("n must be above zero, but is 0", subscriber.failure.get().getMessage());
    }

    @Test
    void aProtocolThatDoesNotReceiveEndsTheSubscriptionWithItsError() throws Exception {
        Requesting subscriber = new Requesting();
        open(SpProtocol.PUSH).messages().subscribe(subscriber);
        subscriber.subscription.request(1);
        subscriber.awaitEnd();
        assertEquals(
                AioError.ENOTSUP,
                assertInstanceOf(AioException.class, subscriber.failure.get()).error());
    }

    @Test
    void closingTheRuntimeEndsWhatIsInProgress() throws Exception {
        SpSocket req = open(SpProtocol.REQ);
        SpSocket rep = open(SpProtocol.REP);
        connect(rep, req);
        CompletableFuture<Void> serving = rep.serveAsync(2, request -> new CompletableFuture<>());
        CompletableFuture<Message> request = req.request(messages.of("x"));
        Requesting subscriber = new Requesting();
        open(SpProtocol.PULL).messages().subscribe(subscriber);
        subscriber.subscription.request(1);
        runtime.close();
        assertEquals(AioError.ECLOSED, error(request));
        subscriber.awaitEnd();
        eventually(serving::isDone);
    }
}
