using System.Text.Json;
using Axle.Schemas;
using Axle.Tools.Contract;

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
    public CheckedTool(ITool tool)
    {
        Tool = tool;
        Description = tool.Description;
        _schema = JsonSchema.Parse(Description.Parameters, resolver: null, Options);
        _sizes = new ArgumentSizes(Description.Parameters);
    }

    public ITool Tool { get; }

    public ToolDescription Description { get; }

    /// <summary>Puts defaults in and checks.</summary>
    /// <returns>The arguments that the tool is to be given.</returns>
    /// <exception cref="AxleException">Kind Validation, with the faults.</exception>
    public JsonElement Check(JsonElement arguments, string workspace)
    {
        // Models send nothing or null for a call without arguments.
        var given = arguments.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? NoArguments : arguments;
        if (given.ValueKind != JsonValueKind.Object)
        {
            throw Refuse(new SchemaFault("", "type", "#/type", "expected an object with the arguments by name"));
        }

        if (_sizes.Check(given) is { } tooLarge)
        {
            throw Refuse(tooLarge);
        }

        var whole = Fill(given);
        var result = _schema.Validate(whole, (format, value) => WorkspaceFormats.Problem(workspace, format, value));
        return result.IsValid ? whole : throw ToolFaults.Refuse(Description.Name, result.Faults);
    }

    private JsonElement Fill(JsonElement arguments)
    {
        try
        {
            return _schema.WithDefaults(arguments);
        }
        catch (SchemaException tooMuch)
        {
            throw Refuse(new SchemaFault("", "default", tooMuch.SchemaPath, tooMuch.Problem));
        }
    }

    private AxleException Refuse(SchemaFault fault) => ToolFaults.Refuse(Description.Name, [fault]);
}
