using System.CommandLine;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;

namespace Axle.Cli.Commands.Memory;

/// <summary><c>ax memory show</c>.</summary>
internal sealed class MemoryShowCommand : MemoryCommand
{
    private const int LongestValue = 100;
    private readonly Argument<string> _name = new("NAME") { Description = "The note." };

    public MemoryShowCommand(CommandContext context)
        : base(context, "show", "Show a note, and who wrote it when, what, and what became of it.",
            new("ax memory show board --run latest", "What the agents of the last run agreed on"),
            new("ax memory show board --json | jq .value", "The value alone")) => Add(_name);

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var scope = await ScopeAsync(call, host, cancellationToken);
        var note = await FindAsync(host, scope, call.Require(_name), cancellationToken);
        if (call.Json)
        {
            call.WriteDocument(NoteDocument.Of(note), CliJson.Context.NoteDocument);
            return ExitCodes.Success;
        }

        call.Say(note.Value.GetRawText());
        call.Say();
        TextTable.Write(call.Outside.Output, ["VERSION", "BY", "AT", "KNEW", "BECAME", "GIVEN"], note.Entries.Reverse().Select(e => (string[])
        [
            $"{e.Version}", e.Author, Words.Of(e.At, call.Outside.Time), e.BasedOn == 0 ? "" : $"{e.BasedOn}",
            Words.Name(e.Outcome) + (e.Clashes.IsEmpty ? "" : $" ({string.Join(", ", e.Clashes)})"), Words.OneLine(e.Given.GetRawText(), LongestValue),
        ]));
        if (!note.Proposals.IsEmpty)
            call.Note($"{note.Proposals.Length} proposed and not decided: 'ax memory write {note.Name} VALUE --based-on {note.Version}' decides.");
        return ExitCodes.Success;
    }
}
