using System.CommandLine;
using System.Text.Json;
using Axle.Agents.Memory;
using Axle.Cli.Hosting;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;

namespace Axle.Cli.Commands.Memory;

/// <summary><c>ax memory write</c>.</summary>
internal sealed class MemoryWriteCommand : MemoryCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The note." };
    private readonly Argument<string> _value = new("VALUE") { Description = "The value as JSON; what is no JSON is text." };
    private readonly Option<long> _basedOn = new("--based-on")
    {
        Description = "The version that you have seen; left out for a new note. When somebody wrote since, the note's rule decides.",
        HelpName = "VERSION",
    };

    private readonly Option<ConflictRule?> _rule = new("--on-conflict")
    {
        Description = "The rule of a new note: keepFirst, keepLast, merge or ask. Default: keepFirst.",
        HelpName = "RULE",
    };

    public MemoryWriteCommand(CommandContext context)
        : base(context, "write", "Write a note that agents share, or decide what they could not agree on.",
            new("ax memory write conventions '{\"tests\": \"xunit\"}' --on-conflict merge", "A note that agents may add to"),
            new("ax memory write board '\"B\"' --run latest --based-on 4", "Decides between the proposals that version 4 shows"))
    {
        Add(_name);
        Add(_value);
        Add(_basedOn);
        Add(_rule);
        Remarks = ["A value that did not become the note's value is kept in its history; the exit code is 5 then."];
    }

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var scope = await ScopeAsync(call, host, cancellationToken);
        var write = new NoteWrite(call.Require(_name), Parse(call.Require(_value)), AxleHost.ActorOf(call.Outside))
        {
            BasedOn = call.Get(_basedOn),
            Rule = call.Get(_rule),
        };
        var (note, entry) = await host.Get<SharedMemory>().WriteAsync(scope, write, cancellationToken);
        if (call.Json)
            call.WriteDocument(NoteDocument.Of(note), CliJson.Context.NoteDocument);
        else
            call.Say($"{note.Name}: {Words.Name(entry.Outcome)} as version {entry.Version}; its value is now {note.Value.GetRawText()}");
        return entry.IsValue ? ExitCodes.Success : ExitCodes.Conflict;
    }

    private static JsonElement Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }
}
