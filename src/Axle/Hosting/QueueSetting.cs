using Axle.Queue.RabbitMq;

namespace Axle.Hosting;

/// <summary>
/// How steps get to those who make them: <c>amqp://…</c> for workers of any machine, <c>local</c> for this process, or <c>env:NAME</c> for what an
/// environment variable says. From an option, <c>AXLE_QUEUE</c>, or <c>queue:</c> in <c>axle.yaml</c>, the first of these that says something.
/// </summary>
public static class QueueSetting
{
    /// <summary>The environment variable that says how steps travel.</summary>
    public const string Variable = "AXLE_QUEUE";

    /// <summary>Steps are made by the process that executes their run.</summary>
    public const string Local = "local";

    /// <summary>What a project says.</summary>
    /// <param name="directory">Where its <c>axle.yaml</c> or <c>axle.yml</c> is.</param>
    /// <param name="environment">Returns a variable's value, or null.</param>
    /// <returns>An address or <see cref="Local"/>; null when it says nothing.</returns>
    /// <exception cref="AxleException">Validation: what it says names no queue.</exception>
    public static string? Of(string directory, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return ProjectSetting.Find(directory, "queue", Variable, environment) is { } said ? Resolve(said, environment) : null;
    }

    /// <summary>Looks up a variable that is named, and checks what is said.</summary>
    /// <exception cref="AxleException">Validation: it names no queue. What it says stays unsaid: it may hold a password.</exception>
    internal static string Resolve(string said, Func<string, string?> environment)
    {
        var value = ProjectSetting.Resolve("queue", said, "amqp://…", environment);
        if (BrokerAddress.IsOne(value))
            _ = BrokerAddress.Options(value);
        else if (value != Local)
            throw new AxleException(ErrorKind.Validation, $"The queue is neither '{Local}' nor an address that begins with amqp:// or amqps://. Say one of them in {Variable} or 'queue:' of axle.yaml.");
        return value;
    }
}
