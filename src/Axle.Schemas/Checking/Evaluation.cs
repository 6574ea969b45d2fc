using System.Runtime.CompilerServices;
using System.Text.Json;
using Axle.Schemas.Rules;

namespace Axle.Schemas.Checking;

/// <summary>
/// One check of one instance. First run quietly: a plain yes or no, stopping at the first fault. Only when the answer is no,
/// a second run (<see cref="Collecting"/>) writes all faults down, so that matching instances pay nothing for messages.
/// </summary>
internal sealed class Evaluation(SchemaOptions options, FormatCheck? formats)
{
    private InstancePath? _path;
    private int _depth;
    private int _steps;

    /// <summary>Where faults are written; null in a quiet run.</summary>
    public List<SchemaFault>? Faults { get; set; }

    /// <summary>Whether faults are written down; then rules go on after the first.</summary>
    public bool Collecting => Faults is not null;

    /// <summary>The caller's own formats.</summary>
    public FormatCheck? Formats { get; } = formats;

    /// <summary>The resources that were entered on the way here, innermost first; for <c>$dynamicRef</c>.</summary>
    public DynamicScope? Scope { get; set; }

    /// <summary>Applies a schema to the value that is being looked at.</summary>
    public bool Apply(SchemaNode node, JsonElement instance, Evaluated? seen)
    {
        if (++_steps > options.MaxSteps)
        {
            throw new CheckGivenUpException($"the check needs more than {options.MaxSteps} steps; make the schema simpler or the instance smaller");
        }

        if (++_depth > options.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new CheckGivenUpException(
                $"schemas are applied inside each other more than {options.MaxDepth} deep; look for a $ref that leads back to itself");
        }

        var scope = Scope;
        if (scope is null || !ReferenceEquals(scope.Resource, node.Resource))
        {
            Scope = new DynamicScope(node.Resource, scope);
        }

        var matches = node.Check(instance, this, seen);
        Scope = scope;
        _depth--;
        return matches;
    }

    /// <summary>Applies a schema to a property's value.</summary>
    public bool ApplyTo(string name, SchemaNode node, JsonElement value)
    {
        if (!Collecting)
        {
            return Apply(node, value, null);
        }

        var path = _path;
        _path = new InstancePath(path, name);
        var matches = Apply(node, value, null);
        _path = path;
        return matches;
    }

    /// <summary>Applies a schema to an item of an array.</summary>
    public bool ApplyTo(int index, SchemaNode node, JsonElement value)
    {
        if (!Collecting)
        {
            return Apply(node, value, null);
        }

        var path = _path;
        _path = new InstancePath(path, index);
        var matches = Apply(node, value, null);
        _path = path;
        return matches;
    }

    /// <summary>Applies a schema only to know whether it matches: its faults are nobody's.</summary>
    public bool Try(SchemaNode node, JsonElement instance, Evaluated? seen)
    {
        var faults = Faults;
        Faults = null;
        var matches = Apply(node, instance, seen);
        Faults = faults;
        return matches;
    }

    /// <summary>Applies a schema and hands back the faults that it alone finds; none are looked for in a quiet run.</summary>
    public List<SchemaFault>? FaultsOf(SchemaNode node, JsonElement instance, Evaluated? seen, out bool matches)
    {
        var faults = Faults;
        var own = faults is null ? null : new List<SchemaFault>();
        Faults = own;
        matches = Apply(node, instance, seen);
        Faults = faults;
        return own;
    }

    /// <summary>Writes a fault down at the value that is being looked at; always false, so that a rule can return it.</summary>
    public bool Fault(Rule rule, string message) => Fault(rule.Keyword, rule.SchemaPath, message);

    /// <inheritdoc cref="Fault(Rule, string)"/>
    public bool Fault(string keyword, string schemaPath, string message)
    {
        if (Faults is { } faults && faults.Count < options.MaxFaults)
        {
            faults.Add(new SchemaFault(InstancePath.ToPointer(_path), keyword, schemaPath, message));
        }

        return false;
    }

    /// <summary>Writes a fault down at a property of the value that is being looked at; always false.</summary>
    public bool FaultAt(string name, string keyword, string schemaPath, string message)
    {
        var path = _path;
        _path = new InstancePath(path, name);
        Fault(keyword, schemaPath, message);
        _path = path;
        return false;
    }

    /// <summary>Takes over faults from <see cref="FaultsOf"/>.</summary>
    public void Add(IEnumerable<SchemaFault> faults)
    {
        foreach (var fault in faults)
        {
            if (Faults is not null && Faults.Count < options.MaxFaults)
            {
                Faults.Add(fault);
            }
        }
    }
}
