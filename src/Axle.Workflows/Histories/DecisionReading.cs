using System.Security.Cryptography;
using System.Text.Json;
using Axle.Workflows.Runs.Events;

namespace Axle.Workflows.Histories;

/// <summary>
/// Reads events out of their stored form, with the large values they refer to, and checks that nothing is missing or changed: a damaged disk, or a
/// hand, may have been there. What the database does not see of that is seen here.
/// </summary>
/// <param name="form">How values are stored.</param>
public sealed class DecisionReading(StoredForm form)
{
    /// <summary>The events of decisions that come after one; their large values are not there yet: see <see cref="Resolve"/>.</summary>
    /// <param name="run">Whose they are.</param>
    /// <param name="decisions">The decisions, in order.</param>
    /// <param name="after">Sequence number of the event.</param>
    /// <param name="limit">No more than so many.</param>
    /// <exception cref="AxleException">Internal: a decision or a value is missing, or cannot be read.</exception>
    public List<RecordedEvent> Read(RunId run, IReadOnlyList<DecisionRow> decisions, long after, int limit = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(decisions);
        var events = new List<RecordedEvent>(2 * decisions.Count);
        var last = after;
        foreach (var decision in decisions)
        {
            var before = Read(run, decision, after, after + limit, events);
            if (before > last)
                throw Damaged(run, $"events {last + 1} to {before} are missing");
            last = decision.Seq;
        }

        return events;
    }

    /// <summary>Hashes of the large values that events refer to.</summary>
    public static IEnumerable<string> Missing(IReadOnlyList<RecordedEvent> events) =>
        events.SelectMany(static e => e.Event.GetPayloads()).Where(static p => !p.IsResolved).Select(static p => p.Hash);

    /// <summary>Puts the large values into events.</summary>
    /// <param name="run">Whose they are.</param>
    /// <param name="events">The events.</param>
    /// <param name="payload">Gives the content of a large value by its hash.</param>
    /// <exception cref="AxleException">Internal: a value is not what was stored.</exception>
    public static void Resolve(RunId run, IReadOnlyList<RecordedEvent> events, Func<string, byte[]> payload)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(payload);
        foreach (var recorded in events)
        {
            foreach (var value in recorded.Event.GetPayloads().Where(static p => !p.IsResolved))
            {
                var content = payload(value.Hash);
                if (Convert.ToHexStringLower(SHA256.HashData(content)) != value.Hash)
                    throw Damaged(run, $"the value {value.Hash} of event {recorded.Seq} is not what was stored");
                value.Resolve(content);
            }
        }
    }

    private long Read(RunId run, DecisionRow decision, long after, long last, List<RecordedEvent> events)
    {
        try
        {
            return DecisionData.Read(form.Json(decision.Data).Span, decision.Seq, decision.At, after, last, events);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or NotSupportedException or FormatException
            or ArgumentException)
        {
            throw Damaged(run, $"the decision that ends with event {decision.Seq} cannot be read: {exception.Message}", exception);
        }
    }

    private static AxleException Damaged(RunId run, string how, Exception? inner = null) => new(
        ErrorKind.Internal,
        $"The history of run {run} is damaged: {how.TrimEnd('.')}. Restore the database from a backup. Other runs can be gone on with; 'ax workflow export' saves them.",
        inner);
}
