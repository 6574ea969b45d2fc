using System.Reflection;
using Axle.Tools.Contract;
using Axle.Tools.Sandbox;

namespace Axle.Agents.Tests.Support;

/// <summary>Every tool that Axle.Tools brings, made with its defaults.</summary>
internal static class RealTools
{
    public static IReadOnlyList<ITool> All { get; } =
    [
        .. typeof(ITool).Assembly.GetExportedTypes()
            .Where(type => type is { IsAbstract: false, Namespace: { } home }
                && home.StartsWith("Axle.Tools.BuiltIn", StringComparison.Ordinal) && typeof(ITool).IsAssignableFrom(type))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(Make),
    ];

    private static ITool Make(Type type)
    {
        var constructor = type.GetConstructors().MinBy(candidate => candidate.GetParameters().Length)!;
        var values = constructor.GetParameters().Select(Value).ToArray();
        return (ITool)constructor.Invoke(values);
    }

    private static object? Value(ParameterInfo parameter) => parameter switch
    {
        { HasDefaultValue: true } => parameter.DefaultValue,
        _ when parameter.ParameterType == typeof(CodeSandbox) => new CodeSandbox(TimeProvider.System),
        { ParameterType: var type } when type.GetProperty("Default", BindingFlags.Public | BindingFlags.Static) is { } byDefault => byDefault.GetValue(null),
        _ when parameter.ParameterType == typeof(string) => "1.0.0-test",
        _ => throw new InvalidOperationException($"Tell {nameof(RealTools)} what to give for '{parameter.Name}' of {parameter.Member.DeclaringType}."),
    };
}
