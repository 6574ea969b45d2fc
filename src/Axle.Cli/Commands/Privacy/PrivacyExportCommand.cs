using System.CommandLine;
using Axle.Privacy;

namespace Axle.Cli.Commands.Privacy;

/// <summary><c>ax privacy export</c>.</summary>
internal sealed class PrivacyExportCommand : PrivacyCommand
{
    private readonly Option<string> _output = new("--output", "-o") { Description = "The file; it must not be there yet.", HelpName = "FILE", Required = true };

    public PrivacyExportCommand(CommandContext context)
        : base(context, "export", "Write what is stored about a person into a JSON file: their runs whole, of other runs what speaks of them.",
            new Example("ax privacy export ann@example.org -o ann.json", "For somebody who asks what is known of them")) => Add(_output);

    protected override async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        await using var host = Compose(call);
        host.RequireStore();
        var path = call.Outside.FullPath(call.Get(_output)!);
        if (File.Exists(path))
            throw new UsageException($"There is a file '{path}' already. Name another, or remove it.");
        var data = host.Get<PersonalData>();
        PersonRecords found;
        // Nobody else of this machine reads it.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var file = new FileStream(path, options))
            found = await data.ExportAsync(Tenant(call), Person(call), file, cancellationToken);
        await NoteAsync(call, host, found, $"{found.Runs.Length} runs exported", cancellationToken);
        Tell(call, found);
        call.Note($"Written to {path}, for you alone to read.");
        return ExitCodes.Success;
    }
}
