using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Axle.Identity.Ports;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs.Events;

namespace Axle.Privacy;

/// <summary>Writes what is stored about a person, a run at a time.</summary>
internal sealed class PersonExport(PersonSearch search, IValueStore values, IIdentityStore? identity, TimeProvider time)
{
    private const int FlushAfter = 64 * 1024;

    private static readonly JsonWriterOptions Writing = new() { Indented = true, MaxDepth = 512, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task WriteAsync(PersonRecords found, Stream output, CancellationToken cancellationToken)
    {
        await using var json = new Utf8JsonWriter(output, Writing);
        json.WriteStartObject();
        json.WriteString("person", found.Person.Given);
        json.WriteString("tenant", found.Tenant);
        json.WriteString("at", time.GetUtcNow());
        await AccountAsync(json, found, cancellationToken);
        json.WriteStartArray("runs");
        foreach (var run in found.Runs)
            await RunAsync(json, run, cancellationToken);
        json.WriteEndArray();
        json.WriteStartArray("archives");
        foreach (var archive in found.Archives)
            await ArchiveAsync(json, archive, cancellationToken);
        json.WriteEndArray();
        await ValuesAsync(json, found, cancellationToken);
        await CallsAsync(json, found, cancellationToken);
        await AuditAsync(json, found, cancellationToken);
        json.WriteEndObject();
    }

    private async Task AccountAsync(Utf8JsonWriter json, PersonRecords found, CancellationToken cancellationToken)
    {
        if (identity is null || found.Account is not { } account)
        {
            json.WriteNull("account");
            return;
        }

        json.WriteStartObject("account");
        json.WriteString("id", account.Id);
        json.WriteString("name", account.Name);
        json.WriteString("email", account.Email);
        json.WriteString("createdAt", account.CreatedAt);
        json.WriteStartArray("roles");
        var roles = await identity.ListRolesAsync(account.Id, cancellationToken);
        foreach (var member in roles.Where(m => m.Tenant == found.Tenant))
            json.WriteStringValue(member.Role.ToString());
        json.WriteEndArray();
        json.WriteStartArray("sessions");
        // A session is no tenant's: of who works in another one, too, or owns the server, it is not this tenant's to show.
        var isOnlyHere = !account.IsOwner && roles.All(m => m.Tenant == found.Tenant);
        foreach (var session in isOnlyHere ? await identity.ListSessionsAsync(account.Id, cancellationToken) : [])
        {
            json.WriteStartObject();
            json.WriteString("createdAt", session.CreatedAt);
            json.WriteString("agent", session.Agent);
            json.WriteString("place", session.Place);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private async Task RunAsync(Utf8JsonWriter json, PersonRun run, CancellationToken cancellationToken)
    {
        json.WriteStartObject();
        json.WriteString("id", run.Row.Run.Value);
        json.WriteString("workflow", run.Row.Workflow);
        json.WriteString("status", run.Row.Status.ToString());
        json.WriteString("createdAt", run.Row.CreatedAt);
        json.WriteString("because", run.IsOwn ? "started" : "mentioned");
        await EventsAsync(json, search.EventsAsync(run.Row.Run, cancellationToken), run.IsOwn, run.Events, cancellationToken);
        json.WriteEndObject();
    }

    private async Task ArchiveAsync(Utf8JsonWriter json, PersonArchive archive, CancellationToken cancellationToken)
    {
        json.WriteStartObject();
        json.WriteString("name", archive.Name);
        json.WriteString("because", archive.IsOwn ? "started" : "mentioned");
        await EventsAsync(json, search.EventsAsync(archive, cancellationToken), archive.IsOwn, archive.Events, cancellationToken);
        json.WriteEndObject();
    }

    private static async Task EventsAsync(
        Utf8JsonWriter json, IAsyncEnumerable<RecordedEvent> events, bool all, ImmutableArray<long> some, CancellationToken cancellationToken)
    {
        json.WriteStartArray("events");
        await foreach (var recorded in events)
        {
            if (!all && !some.Contains(recorded.Seq))
                continue;
            json.WriteStartObject();
            json.WriteNumber("seq", recorded.Seq);
            json.WriteString("at", recorded.At);
            json.WriteString("type", RunEventJson.NameOf(recorded.Event));
            json.WritePropertyName("data");
            Mentions.JsonOf(recorded.Event).WriteTo(json);
            json.WriteEndObject();
            if (json.BytesPending > FlushAfter)
                await json.FlushAsync(cancellationToken);
        }

        json.WriteEndArray();
    }

    private async Task ValuesAsync(Utf8JsonWriter json, PersonRecords found, CancellationToken cancellationToken)
    {
        json.WriteStartArray("notes");
        foreach (var (space, key) in found.Values)
        {
            if (await values.FindValueAsync(space, key, time.GetUtcNow(), cancellationToken) is not { } value)
                continue;
            json.WriteStartObject();
            json.WriteString("space", space);
            json.WriteString("name", key);
            json.WritePropertyName("value");
            value.Value.Value.WriteTo(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private async Task CallsAsync(Utf8JsonWriter json, PersonRecords found, CancellationToken cancellationToken)
    {
        json.WriteStartArray("calls");
        foreach (var call in await search.CallsAsync(found.Tenant, found.Person, cancellationToken))
        {
            json.WriteStartObject();
            json.WriteString("at", call.At);
            json.WriteString("provider", call.Provider);
            json.WriteString("model", call.Model);
            json.WriteString("run", call.Scope.Run);
            json.WriteString("session", call.Scope.Session);
            json.WriteNumber("usd", call.Usd);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private async Task AuditAsync(Utf8JsonWriter json, PersonRecords found, CancellationToken cancellationToken)
    {
        json.WriteStartArray("audit");
        foreach (var entry in await search.AuditAsync(found.Tenant, found.Person, cancellationToken))
        {
            json.WriteStartObject();
            json.WriteNumber("number", entry.Number);
            json.WriteString("at", entry.Fact.At);
            json.WriteString("action", entry.Fact.Action);
            json.WriteString("subject", entry.Fact.Subject);
            json.WriteString("reason", entry.Fact.Reason);
            json.WriteString("place", entry.Fact.Place);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
