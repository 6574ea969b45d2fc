using System.Collections.Immutable;
using System.Text.Json;
using Axle.Schemas;
using Axle.Tools.Contract;
using Axle.Tools.Telemetry;

namespace Axle.Tools.Validation;

/// <summary>A tool and what its arguments are checked with.</summary>
internal sealed class CheckedTool
{
    private static readonly SchemaOptions Options = new() { AssertFormats = true };
    private static readonly JsonElement NoArguments = JsonElement.Parse("{}");

    private readonly JsonSchema _schema;
    private readonly ArgumentSizes _sizes;

    /// <summary>Compiles the tool's schema.</summary>
    /// <exception cref="SchemaException">The schema is broken.</exception>
    /// <exception cref="ArgumentException">It names a sink that is not known.</exception>
    public CheckedTool(ITool tool)
    {
        Tool = tool;
        Description = tool.Description;
        _schema = JsonSchema.Parse(Description.Parameters, resolver: null, Options);
        _sizes = new ArgumentSizes(Description.Parameters);
        Shape = ShapeReader.Read(Description.Parameters);
        Sinks = [.. Shape.Sinks().Distinct().Order().Select(static s => s.ToString().ToLowerInvariant())];
    }

    public ITool Tool { get; }

    public ToolDescription Description { get; }

    /// <summary>What a call looks like, for mending and for sinks.</summary>
    public ArgumentShape Shape { get; }

    /// <summary>Where its arguments go, for gates.</summary>
    public ImmutableArray<string> Sinks { get; }

    /// <summary>Puts defaults in and checks.</summary>
    /// <returns>The arguments that the tool is to be given.</returns>
    /// <exception cref="AxleException">Kind Validation, with the faults.</exception>
    public JsonElement Check(JsonElement arguments, string workspace)
    {
        var looked = Look(arguments, workspace);
        if (looked.Faults.Count == 0)
        {
            return looked.Arguments;
        }

        ToolInstruments.Caught(Description.Name);
        throw ToolFaults.Refuse(Description.Name, looked.Faults);
    }

    /// <summary>Puts defaults in and says what is wrong; never throws for the arguments' sake.</summary>
    public LookedAt Look(JsonElement arguments, string workspace)
    {
        // Models send nothing or null for a call without arguments.
        var given = arguments.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? NoArguments : arguments;
        if (given.ValueKind != JsonValueKind.Object)
        {
            return new(given, [new SchemaFault("", "type", "#/type", "expected an object with the arguments by name")]);
        }

        if (_sizes.Check(given) is { } tooLarge)
        {
            return new(given, [tooLarge]);
        }

        try
        {
            var whole = _schema.WithDefaults(given);
            var result = _schema.Validate(whole, (format, value) => WorkspaceFormats.Problem(workspace, format, value));
            return new(whole, [.. result.Faults, .. new SinkChecks(workspace).Of(whole, Shape, result.Faults)]);
        }
        catch (SchemaException tooMuch)
        {
            return new(given, [new SchemaFault("", "default", tooMuch.SchemaPath, tooMuch.Problem)]);
        }
    }
}
