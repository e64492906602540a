using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Ziggie.Tests.Architecture;

/// <summary>Which types of its own module a type uses: in bases, fields, signatures, attributes and bodies, closures and state machines included.</summary>
internal static class TypeUses
{
    public static IEnumerable<TypeDefinition> Of(TypeDefinition type) => References(type).SelectMany(Parts).OfType<TypeDefinition>().Distinct();

    private static IEnumerable<TypeReference?> References(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(i => i.InterfaceType),
        .. Attributes(type),
        .. Constraints(type),
        .. type.Fields.SelectMany(f => Attributes(f).Append(f.FieldType)),
        .. type.Properties.SelectMany(p => Attributes(p).Append(p.PropertyType)),
        .. type.Events.SelectMany(e => Attributes(e).Append(e.EventType)),
        .. type.Methods.SelectMany(m => Signature(m).Concat(Attributes(m)).Concat(m.Parameters.SelectMany(Attributes)).Concat(Constraints(m)).Concat(Body(m))),
        .. type.NestedTypes.SelectMany(References),
    ];

    private static IEnumerable<TypeReference?> Signature(IMethodSignature method) => method.Parameters.Select(p => p.ParameterType).Append(method.ReturnType);

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider provider) => provider.CustomAttributes.SelectMany(a =>
        a.ConstructorArguments.Concat(a.Properties.Select(p => p.Argument)).SelectMany(v => new TypeReference?[] { v.Type, v.Value as TypeReference }).Append(a.AttributeType));

    private static IEnumerable<TypeReference?> Constraints(IGenericParameterProvider provider) => provider.GenericParameters.SelectMany(p => p.Constraints).Select(c => c.ConstraintType);

    private static IEnumerable<TypeReference?> Body(MethodDefinition method) => !method.HasBody ? [] :
    [
        .. method.Body.Variables.Select(v => v.VariableType),
        .. method.Body.ExceptionHandlers.Select(h => h.CatchType),
        .. method.Body.Instructions.SelectMany(Operand),
    ];

    private static IEnumerable<TypeReference?> Operand(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod method => [method.DeclaringType, .. method.GenericArguments, .. Signature(method)],
        MethodReference method => [method.DeclaringType, .. Signature(method)],
        _ => [],
    };

    /// <summary>List of T is List and T.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Concat(Parts(generic.ElementType)),
        TypeSpecification of => Parts(of.ElementType),
        _ => [type],
    };
}
