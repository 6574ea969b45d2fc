namespace Axle.Workflows.Expressions;

/// <summary>An object that expressions can read; may compute its members when asked. Must not change while an expression reads it.</summary>
public interface IExpressionObject
{
    /// <summary>The keys, in the order in which they are listed and written.</summary>
    IEnumerable<string> Keys { get; }

    /// <summary>Finds a member; implementations ignore the letter case of the key.</summary>
    bool TryGet(string key, out ExpressionValue value);
}
