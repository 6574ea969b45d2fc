using Axle.Workflows.Definition.Faults;
using Axle.Workflows.Definition.Language;
using Axle.Workflows.Definition.Shapes;
using Axle.Workflows.Definition.Source;
using Axle.Workflows.Definition.Validation;

namespace Axle.Workflows.Definition.Reading;

/// <summary>
/// Reads workflow files, YAML or JSON, into <see cref="Workflow"/>, and reports every fault of a file at once. Never throws for what is in a
/// file. Limits: 2 MiB, 64 levels, 100,000 values with aliases put in, 10,000 steps.
/// </summary>
public static class WorkflowReader
{
    /// <summary>Reads a text.</summary>
    /// <param name="text">YAML 1.2 or JSON.</param>
    /// <param name="fileName">Name that faults show; a name that ends in <c>.json</c> makes the text JSON and nothing else.</param>
    /// <param name="options">Null for <see cref="WorkflowReaderOptions.Default"/>.</param>
    public static WorkflowReading Read(string text, string fileName, WorkflowReaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(fileName);
        return Read(new SourceText(fileName, text.StartsWith('\uFEFF') ? text[1..] : text), text.Length, options);
    }

    /// <summary>Reads a file's bytes, which must be UTF-8 with or without byte order mark.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="fileName">Name that faults show; a name that ends in <c>.json</c> makes the text JSON and nothing else.</param>
    /// <param name="options">Null for <see cref="WorkflowReaderOptions.Default"/>.</param>
    public static WorkflowReading Read(ReadOnlyMemory<byte> bytes, string fileName, WorkflowReaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        var text = "";
        if (bytes.Length <= SourceLimits.FileSize)
        {
            try
            {
                text = TextBytes.Decode(bytes.Span);
            }
            catch (UnreadableException error)
            {
                var before = new FaultList(new SourceText(fileName, TextBytes.DecodeLoosely(bytes.Span)));
                before.Add(error.Code, null, error.Offset, error.Problem, error.Cure);
                return new WorkflowReading(null, before.ToFaults(null));
            }
        }

        return Read(new SourceText(fileName, text), bytes.Length, options);
    }

    /// <summary>Reads a text whose places are known.</summary>
    /// <param name="source">The text.</param>
    /// <param name="size">How large the file is, in its own units.</param>
    /// <param name="options">Null for <see cref="WorkflowReaderOptions.Default"/>.</param>
    internal static WorkflowReading Read(SourceText source, int size, WorkflowReaderOptions? options)
    {
        var faults = new FaultList(source);
        Node? root = null;
        Workflow? workflow = null;
        try
        {
            if (size > SourceLimits.FileSize)
            {
                throw new UnreadableException(
                    FaultCode.FileTooLarge, 0, $"the file has {size:N0} bytes; at most {SourceLimits.FileSize:N0} are allowed.",
                    "Split the workflow, or keep large data in a file of its own.");
            }

            TextBytes.Check(faults.Source.Text);
            root = ReadTree(faults);
            workflow = ReadWorkflow(root, faults, options ?? WorkflowReaderOptions.Default);
        }
        catch (UnreadableException error)
        {
            faults.Add(error.Code, null, error.Offset, error.Problem, error.Cure);
        }

        return new WorkflowReading(faults.Any ? null : workflow, faults.ToFaults(root));
    }

    private static Node ReadTree(FaultList faults)
    {
        var text = faults.Source.Text;
        if (faults.Source.FileName.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            return JsonSource.Read(faults);
        if (!text.AsSpan().TrimStart().StartsWith("{"))
            return YamlSource.Read(faults);
        try
        {
            return JsonSource.Read(faults);
        }
        catch (UnreadableException error) when (error.Code == FaultCode.Syntax)
        {
            // YAML has mappings in braces too, with fewer quotes than JSON wants.
            return YamlSource.Read(faults);
        }
    }

    private static Workflow? ReadWorkflow(Node root, FaultList faults, WorkflowReaderOptions options)
    {
        if (root.Kind != NodeKind.Mapping)
        {
            faults.Add(
                root.Kind == NodeKind.Null ? FaultCode.Empty : FaultCode.WrongType, root,
                root.Kind == NodeKind.Null ? "the file is empty." : "a workflow is a mapping with keys such as 'name' and 'steps', and this is none.",
                "Write at least 'name: my-workflow' and 'steps:' with a list below it.");
            return null;
        }

        var context = new ReadingContext(faults, DeclaredNames.Of(root), options.AllowNotExecutable);
        ReadDefaults(context, root);
        var draft = WorkflowTables.Workflow.Read(context, root, new WorkflowDraft());
        var dependencies = new DependencyCheck(context);
        dependencies.CheckNames();
        new ReferenceCheck(context).Check();
        dependencies.CheckCycles();
        return faults.Any ? null : draft.Finish();
    }

    /// <summary>Steps need the defaults, which may stand after them; their faults are reported when their turn comes.</summary>
    private static void ReadDefaults(ReadingContext context, Node root)
    {
        if (root.Find("defaults") is not { Kind: NodeKind.Mapping } node)
            return;
        var silent = new ReadingContext(new FaultList(context.Faults.Source), context.Names, allowNotExecutable: true);
        context.Defaults = WorkflowTables.Defaults.Read(silent, node, StepDefaults.None);
    }
}
