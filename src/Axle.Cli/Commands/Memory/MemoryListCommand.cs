using Axle.Agents.Memory;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;

namespace Axle.Cli.Commands.Memory;

/// <summary><c>ax memory list</c>.</summary>
internal sealed class MemoryListCommand(CommandContext context) : MemoryCommand(
    context, "list", "List the notes that agents share, and those that wait for somebody to decide.",
    new("ax memory list", "The notes of this directory"),
    new("ax memory list --run latest --json | jq -r '.notes[] | select(.proposals > 0).name'", "Notes of the last run with open proposals"))
{
    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var scope = await ScopeAsync(call, host, cancellationToken);
        var notes = host.HasDatabase ? await host.Get<SharedMemory>().ListAsync(scope, cancellationToken) : [];
        if (call.Json)
        {
            call.WriteDocument(new NoteListDocument([.. notes.Select(NoteRowPart.Of)]), CliJson.Context.NoteListDocument);
            return ExitCodes.Success;
        }

        if (notes.Count == 0)
        {
            call.Note("No notes.");
            return ExitCodes.Success;
        }

        TextTable.Write(call.Outside.Output, ["NOTE", "VERSION", "BY", "SINCE", "ON CONFLICT", "PROPOSALS"], notes.Select(NoteRowPart.Of).Select(n => (string[])
        [
            n.Name, $"{n.Version}", n.Author, Words.Of(n.At, call.Outside.Time), n.OnConflict, n.Proposals == 0 ? "" : $"{n.Proposals}",
        ]));
        return ExitCodes.Success;
    }
}
