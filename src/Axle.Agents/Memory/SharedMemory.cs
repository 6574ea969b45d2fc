using System.Text.Json;
using System.Text.Json.Serialization;
using Axle.Workflows.Ports;
using Axle.Workflows.Runs;

namespace Axle.Agents.Memory;

/// <summary>
/// Notes that agents share. A note is one value of the store, its history with it, and is written by compare and set: of two writers at the same
/// time the second sees what the first wrote, and the note's rule decides. What was written is durable when the call returns.
/// </summary>
/// <param name="store">Gives the store when it is first needed.</param>
/// <param name="time">The clock.</param>
public sealed class SharedMemory(Func<IValueStore> store, TimeProvider time)
{
    /// <summary>The most that one value may have, in characters of JSON.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>Most notes of one scope.</summary>
    public const int MostNotes = 1000;

    private const int LongestName = 200;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Finds a note; null when there is none.</summary>
    public async ValueTask<Note?> FindAsync(MemoryScope scope, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        CheckName(name);
        return Read(await store().FindValueAsync(scope.Space, name, time.GetUtcNow(), cancellationToken));
    }

    /// <summary>Lists the notes of a scope, by name.</summary>
    public async ValueTask<IReadOnlyList<Note>> ListAsync(MemoryScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var values = await store().ListValuesAsync(scope.Space, time.GetUtcNow(), cancellationToken);
        return [.. values.Select(static v => Read(v)!)];
    }

    /// <summary>Writes a note.</summary>
    /// <returns>The note after it, and what became of this write.</returns>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: name, value, version or rule cannot be used.</exception>
    public async ValueTask<(Note Note, NoteEntry Entry)> WriteAsync(MemoryScope scope, NoteWrite write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(write);
        CheckName(write.Name);
        CheckSize(write.Value, write.Name);
        while (true)
        {
            // Every time that this goes round somebody else's write was stored: all of them together always get on.
            cancellationToken.ThrowIfCancellationRequested();
            var now = time.GetUtcNow();
            var stored = await store().FindValueAsync(scope.Space, write.Name, now, cancellationToken);
            var note = Read(stored);
            if (note is not null && NoteRules.Made(note, write) is { } made)
                return (note, made);
            if (note is null)
                await CheckRoomAsync(scope, now, cancellationToken);
            var next = NoteRules.Apply(note, write, now);
            CheckSize(next.Value, write.Name);
            var payload = Payload.From(JsonSerializer.SerializeToElement(next, Json));
            if (await store().PutValueAsync(scope.Space, write.Name, payload, stored?.Version ?? 0, now + scope.Kept, cancellationToken) is not null)
                return (next, next.Entries[^1]);
        }
    }

    private static Note? Read(StoredValue? stored) => stored?.Value.Value.Deserialize<Note>(Json);

    private async ValueTask CheckRoomAsync(MemoryScope scope, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if ((await store().ListValuesAsync(scope.Space, now, cancellationToken)).Count >= MostNotes)
            throw new AxleException(ErrorKind.Validation, $"There are {MostNotes} notes already, which is the most. Write to one of them instead of a new one.");
    }

    private static void CheckName(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName || name.Any(char.IsControl))
            throw new AxleException(ErrorKind.Validation, $"A note's name has 1 to {LongestName} characters and no control characters.");
    }

    private static void CheckSize(JsonElement value, string name)
    {
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null || value.GetRawText().Length > MostBytes)
            throw new AxleException(ErrorKind.Validation, $"The value of note '{name}' is null or would have more than {MostBytes / 1024} KiB. Keep large results in files and write down where they are.");
    }
}
