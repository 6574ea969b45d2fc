namespace Axle.Queue.RabbitMq.Tests;

/// <summary>Settings with which nobody passes for silent or lost who is only slow, as on a machine that does much else.</summary>
internal static class Patient
{
    /// <summary>On the broker of this process.</summary>
    /// <param name="prefix">What the names of the queues begin with.</param>
    public static RabbitOptions Options(string prefix) =>
        new(RabbitServer.Shared.Address) { Prefix = prefix, Silence = TimeSpan.FromMinutes(10), Heartbeat = 60 };
}
