using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Axle.Server.Endpoints.Json;
using Axle.Workflows.Runs.Events;

namespace Axle.Server.Endpoints.Runs;

/// <summary>An event of a run.</summary>
/// <param name="Seq">Its place in the history, from 1, without gaps.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Type">What happened: <c>step-completed</c> …</param>
/// <param name="Path">Address of the step that it happened to; null for the run itself.</param>
/// <param name="Data">What else is to be known of it.</param>
public sealed record EventItem(long Seq, DateTimeOffset At, string Type, string? Path, JsonElement Data)
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo?> Paths = new();

    internal static EventItem Of(RecordedEvent recorded)
    {
        var happened = recorded.Event;
        var path = Paths.GetOrAdd(happened.GetType(), static type => type.GetProperty("Path"))?.GetValue(happened) as string;
        return new EventItem(
            recorded.Seq, recorded.At, RunEventJson.NameOf(happened), path,
            JsonSerializer.SerializeToElement(happened, happened.GetType(), ApiJson.Options));
    }
}
