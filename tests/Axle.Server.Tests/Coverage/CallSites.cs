using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Axle.Server.Tests.Coverage;

/// <summary>Reads in the compiled code of every room who calls what.</summary>
internal static class CallSites
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(static f => (OpCode)f.GetValue(null)!).ToDictionary(static c => c.Value);

    /// <summary>The rooms, as they stand beside the test.</summary>
    public static IReadOnlyList<Assembly> Rooms { get; } =
        [.. Directory.GetFiles(AppContext.BaseDirectory, "Axle*.dll").Where(static f => !Path.GetFileName(f).Contains("Tests", StringComparison.Ordinal)
            && !Path.GetFileName(f).Contains("Testing", StringComparison.Ordinal) && !Path.GetFileName(f).Contains("McpPeer", StringComparison.Ordinal))
            .Select(static f => Assembly.Load(AssemblyName.GetAssemblyName(f)))];

    /// <summary>Names of the types, nested ones by their outermost, whose code calls a method of a type by one of these names.</summary>
    public static IReadOnlyList<string> Of(Type owner, params string[] methods) =>
        [.. Rooms.SelectMany(static a => a.GetTypes())
            .Where(t => t.GetMethods(Everything).Cast<MethodBase>().Concat(t.GetConstructors(Everything)).Any(m => Calls(m, owner, methods)))
            .Select(Outermost).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static string Outermost(Type type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type.Name;
    }

    private static bool Calls(MethodBase method, Type owner, string[] names)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
            return false;
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? unchecked((short)(0xFE00 | code[at + 1])) : code[at];
            var operation = Codes[value];
            at += operation.Size;
            if (operation.OperandType == OperandType.InlineMethod && IsCallOf(method, BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at)), owner, names))
                return true;
            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at))),
                _ => 4,
            };
        }

        return false;
    }

    private static bool IsCallOf(MethodBase caller, int token, Type owner, string[] names)
    {
        try
        {
            var called = caller.Module.ResolveMethod(
                token, caller.DeclaringType?.GetGenericArguments(), caller.IsGenericMethod ? caller.GetGenericArguments() : null);
            return called?.DeclaringType is { } declared && owner.IsAssignableFrom(declared) && names.Contains(called.Name, StringComparer.Ordinal);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
