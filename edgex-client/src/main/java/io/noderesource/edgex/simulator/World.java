package io.noderesource.edgex.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What all services share: the release, the settings, the data. Its monitor guards the tables. */
final class World {
    final SimulatedRelease release;
    volatile int maxResultCount;
    final Duration requestTimeout;
    volatile boolean strictProfileChanges;
    volatile boolean strictProfileDeletes;
    final Ticks ticks;
    final Ids ids = new Ids();
    final Bus bus;
    final Table devices;
    final Table profiles;
    final Table services;
    final Table watchers;
    final Table events;
    final Table notifications;
    final Table subscriptions;
    final Table transmissions;
    final Table intervals;
    final Table intervalActions;
    final Table jobs;
    final Table jobRecords;
    final Table keys;
    final Table registrations;
    private final Set<String> down = new HashSet<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    World(
            SimulatedRelease release,
            int maxResultCount,
            Duration requestTimeout,
            boolean strictProfileChanges,
            boolean strictProfileDeletes,
            @Nullable Clock clock) {
        this.release = release;
        this.maxResultCount = maxResultCount;
        this.requestTimeout = requestTimeout;
        this.strictProfileChanges = strictProfileChanges;
        this.strictProfileDeletes = strictProfileDeletes;
        this.ticks = new Ticks(clock);
        this.bus = new Bus(release, ids, ticks);
        Table.Order order =
                release.since(SimulatedRelease.PALAU) ? Table.Order.FIRST_MADE_FIRST : Table.Order.LAST_CHANGED_FIRST;
        // Before 4.0 these keep the place in which they were put at first, in no order that means anything.
        Table.Order unmoved = order == Table.Order.FIRST_MADE_FIRST ? order : Table.Order.LAST_MADE_FIRST;
        this.devices = new Table(unmoved);
        this.profiles = new Table(unmoved);
        this.services = new Table(order);
        this.watchers = new Table(order);
        this.events = new Table(Table.Order.LAST_MADE_FIRST);
        this.notifications = new Table(order);
        this.subscriptions = new Table(unmoved);
        this.transmissions = new Table(order);
        this.intervals = new Table(order);
        this.intervalActions = new Table(order);
        this.jobs = new Table(order);
        this.jobRecords = new Table(order);
        this.keys = new Table(Table.Order.FIRST_MADE_FIRST);
        this.registrations = new Table(Table.Order.FIRST_MADE_FIRST);
    }

    /** As after a restart of a database that keeps nothing: every service is there, and empty. */
    synchronized void forgetAll() {
        List.of(
                        devices,
                        profiles,
                        services,
                        watchers,
                        events,
                        notifications,
                        subscriptions,
                        transmissions,
                        intervals,
                        intervalActions,
                        jobs,
                        jobRecords,
                        keys,
                        registrations)
                .forEach(Table::clear);
    }

    /** The envelope of every answer. */
    ObjectNode envelope(int status) {
        return Trees.object().put("apiVersion", release.apiVersion()).put("statusCode", status);
    }

    ObjectNode error(Problem problem) {
        return Trees.object()
                .put("apiVersion", release.apiVersion())
                .put("message", problem.text())
                .put("statusCode", problem.status());
    }

    synchronized void stopDeviceService(String name) {
        down.add(name);
    }

    synchronized void startDeviceService(String name) {
        down.remove(name);
        notifyAll();
    }

    synchronized boolean isDown(String deviceService) {
        return down.contains(deviceService);
    }

    /** Waits as core-metadata does for a device service that does not answer. */
    @SuppressWarnings("WaitNotInLoop") // it is; the deadline is computed before
    synchronized boolean awaitDeviceService(String name, Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (down.contains(name)) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0 || closed.getCount() == 0) {
                return false;
            }
            try {
                wait(left);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** Waits, unless the simulator is closed meanwhile. */
    void pause(Duration time) {
        try {
            if (closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Problem(503, "the simulator was closed");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Problem(503, "the simulator was closed");
        }
    }

    void close() {
        closed.countDown();
        synchronized (this) {
            notifyAll();
        }
    }
}
