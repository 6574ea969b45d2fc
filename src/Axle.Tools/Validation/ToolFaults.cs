using Axle.Schemas;
using Axle.Tools.Contract;

namespace Axle.Tools.Validation;

/// <summary>The single faults of refused arguments, carried by the exception beside its message so that an agent can mend its call.</summary>
public static class ToolFaults
{
    private const string Key = "axle.toolFaults";

    /// <summary>The faults that an exception of <see cref="ToolCatalog"/> carries; empty for any other exception.</summary>
    public static IReadOnlyList<SchemaFault> Of(AxleException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Data[Key] as IReadOnlyList<SchemaFault> ?? [];
    }

    internal static AxleException Refuse(string tool, IReadOnlyList<SchemaFault> faults)
    {
        var lines = faults.Select(fault => $"- {(fault.InstancePath.Length == 0 ? "arguments" : fault.InstancePath)}: {fault.Message}");
        var exception = new AxleException(ErrorKind.Validation,
            $"Tool '{tool}' was not called, its arguments do not match its schema:\n{string.Join('\n', lines)}");
        exception.Data[Key] = faults;
        return exception;
    }
}
