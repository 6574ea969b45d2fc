using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Axle.Cli.Output;
using Axle.Cli.Output.Documents;
using Axle.Tools.Contract;
using Axle.Tools.Pins;

namespace Axle.Cli.Commands.Tools;

/// <summary><c>ax tool show</c>: everything about one tool.</summary>
internal sealed class ToolShowCommand : AxCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "Name of the tool." };

    public ToolShowCommand(CommandContext context)
        : base(context, "show", "Show one tool: what it takes, what it changes, who is asked.",
            new("ax tool show files.edit", "The tool that edits files, with the schema of its arguments"),
            new("ax tool show files.edit --json | jq .parameters", "The schema alone")) => Add(_name);

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = call.Compose();
        var tool = ToolRows.Find(host.Get<ToolCatalog>(), call.Require(_name));
        var row = ToolRows.PartOf(tool);
        if (call.Json)
        {
            call.WriteDocument(new ToolDocument(row, tool.Parameters, tool.Deadline?.TotalSeconds, ToolPins.HashOf(tool)), CliJson.Context.ToolDocument);
            return ExitCodes.Success;
        }

        call.Say($"{row.Name}: {row.Purpose}");
        call.Say($"  Origin    {row.Origin}");
        call.Say($"  Changes   {row.Effect}{(row.Effect == "nothing" ? "" : row.Idempotent ? "; twice is as once" : "; never made again by itself")}");
        if (row.Approval is { } question)
            call.Say($"  Asks      {question}");
        if (tool.Deadline is { } deadline)
            call.Say(string.Create(CultureInfo.InvariantCulture, $"  Deadline  {deadline.TotalSeconds:0.###} s"));
        call.Say($"  Hash      {ToolPins.HashOf(tool)}");
        call.Say();
        call.Say(Pretty(tool.Parameters));
        return ExitCodes.Success;
    }

    private static string Pretty(JsonElement value)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text,
            new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            value.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }
}
