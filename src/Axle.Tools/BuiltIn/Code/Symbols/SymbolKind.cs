namespace Axle.Tools.BuiltIn.Code.Symbols;

/// <summary>What a symbol is; the words of a language are brought to these.</summary>
internal enum SymbolKind
{
    /// <summary>A namespace, module, package or unit.</summary>
    Module = 0,

    /// <summary>A class, object, actor, contract or record with behaviour.</summary>
    Class,

    /// <summary>An interface, protocol, trait or type class.</summary>
    Interface,

    /// <summary>A struct, union, message or plain record.</summary>
    Struct,

    /// <summary>An enumeration.</summary>
    Enum,

    /// <summary>An alias or any other type.</summary>
    Type,

    /// <summary>A function of no type.</summary>
    Function,

    /// <summary>A function of a type, constructors included.</summary>
    Method,

    /// <summary>A property.</summary>
    Property,

    /// <summary>A constant.</summary>
    Constant,
}
