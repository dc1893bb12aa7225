package io.noderesource.edgex.events;

/**
 * The names in a topic of readings.
 *
 * @param service the device service's name
 * @param profile the device's profile
 * @param device the device's name
 * @param source the resource or command that was read
 */
public record ReadingsTopic(String service, String profile, String device, String source) {}
