//! Second pass of the symbol table: what every name means.

use super::{BlockId, BlockKind, CompKind, Scope, Sym, Symbol, SymbolTable, def};
use crate::error::{CompileError, Result};
use minipy_syntax::ast::Span;
use std::collections::{HashMap, HashSet};

type Names = HashSet<Sym>;

/// Resolves all names of all blocks.
pub(super) fn analyze(table: &mut SymbolTable) -> Result<()> {
    let mut free = Names::new();
    block(table, 0, None, &mut free, &mut Names::new(), &mut Names::new(), None)
}

fn block(
    table: &mut SymbolTable,
    id: BlockId,
    mut bound: Option<Names>,
    free: &mut Names,
    global: &mut Names,
    type_params: &mut Names,
    class: Option<BlockId>,
) -> Result<()> {
    let is_class = table.blocks[id].kind == BlockKind::Class;
    let function_like = table.blocks[id].is_function_like();
    let (mut local, mut new_free, mut new_global, mut new_bound) =
        (Names::new(), Names::new(), Names::new(), Names::new());
    let mut scopes: HashMap<Sym, Scope> = HashMap::new();
    if is_class {
        // Names of the class are no names of its methods: pass on only what came from outside.
        new_global.extend(global.iter().cloned());
        new_bound.extend(bound.iter().flatten().cloned());
    }
    let names: Vec<(Sym, u32)> = table.blocks[id].symbols.iter().map(|(n, s)| (n.clone(), s.flags)).collect();
    for (name, flags) in names {
        let mut sets = Sets { bound: &mut bound, local: &mut local, free, global, type_params };
        let scope = resolve(table, id, &name, flags, &mut sets, class)?;
        scopes.insert(name, scope);
    }
    if is_class {
        for name in ["__class__", "__classdict__", "__conditional_annotations__"] {
            new_bound.insert(name.into());
        }
    } else {
        if function_like {
            new_bound.extend(local.iter().cloned());
        }
        new_bound.extend(bound.iter().flatten().cloned());
        new_global.extend(global.iter().cloned());
    }
    let children = table.blocks[id].children.clone();
    for child in children {
        let see_class = table.blocks[id].can_see_class_scope;
        let c = &mut table.blocks[child];
        let class_entry = match (c.can_see_class_scope, is_class) {
            (true, true) => Some(id),
            (true, false) => class,
            _ => None,
        };
        c.inlined = c.comp != CompKind::No && c.comp != CompKind::Generator && !see_class;
        let mut child_free = Names::new();
        let mut child_global = new_global.clone();
        let mut child_params = type_params.clone();
        block(
            table,
            child,
            Some(new_bound.clone()),
            &mut child_free,
            &mut child_global,
            &mut child_params,
            class_entry,
        )?;
        if table.blocks[child].inlined {
            inline(table, id, child, &mut child_free);
        }
        new_free.extend(child_free);
    }
    if function_like {
        for (name, scope) in &mut scopes {
            if *scope == Scope::Local && new_free.remove(name) {
                *scope = Scope::Cell;
            }
        }
    } else if is_class {
        let b = &mut table.blocks[id];
        b.needs_class_closure |= new_free.remove("__class__");
        b.needs_classdict |= new_free.remove("__classdict__");
        b.has_conditional_annotations |= new_free.remove("__conditional_annotations__");
    }
    update(table, id, &scopes, bound.as_ref(), &new_free, is_class);
    free.extend(new_free);
    table.blocks[id].free.clone_from(free);
    Ok(())
}

struct Sets<'a> {
    bound: &'a mut Option<Names>,
    local: &'a mut Names,
    free: &'a mut Names,
    global: &'a mut Names,
    type_params: &'a mut Names,
}

fn resolve(
    table: &SymbolTable,
    id: BlockId,
    name: &Sym,
    flags: u32,
    sets: &mut Sets<'_>,
    class: Option<BlockId>,
) -> Result<Scope> {
    let fail = |text: String| Err(CompileError::syntax(text, directive_span(table, id, name)));
    if flags & def::GLOBAL != 0 {
        if flags & def::NONLOCAL != 0 {
            return fail(format!("name '{name}' is nonlocal and global"));
        }
        sets.global.insert(name.clone());
        if let Some(bound) = sets.bound {
            bound.remove(name);
        }
        return Ok(Scope::GlobalExplicit);
    }
    if flags & def::NONLOCAL != 0 {
        let Some(bound) = sets.bound else {
            return fail("nonlocal declaration not allowed at module level".into());
        };
        if !bound.contains(name) {
            return fail(format!("no binding for nonlocal '{name}' found"));
        }
        if sets.type_params.contains(name) {
            return fail(format!("nonlocal binding not allowed for type parameter '{name}'"));
        }
        sets.free.insert(name.clone());
        return Ok(Scope::Free);
    }
    if flags & def::BOUND != 0 {
        sets.local.insert(name.clone());
        sets.global.remove(name);
        if flags & def::TYPE_PARAM != 0 {
            sets.type_params.insert(name.clone());
        } else {
            sets.type_params.remove(name);
        }
        return Ok(Scope::Local);
    }
    // A name bound by the class whose namespace this annotation scope sees: look there and then only in the globals.
    if let Some(class) = class {
        let class_flags = table.blocks[class].flags(name);
        if class_flags & def::GLOBAL != 0 {
            return Ok(Scope::GlobalExplicit);
        }
        if class_flags & def::BOUND != 0 && class_flags & def::NONLOCAL == 0 {
            return Ok(Scope::GlobalImplicit);
        }
    }
    if sets.bound.as_ref().is_some_and(|b| b.contains(name)) {
        sets.free.insert(name.clone());
        return Ok(Scope::Free);
    }
    Ok(Scope::GlobalImplicit)
}

/// A comprehension that is compiled into its parent needs no cells for the parent's own variables.
fn inline(table: &mut SymbolTable, parent: BlockId, child: BlockId, child_free: &mut Names) {
    let parent_is_class = table.blocks[parent].kind == BlockKind::Class;
    let names: Vec<(Sym, Symbol)> = table.blocks[child].symbols.iter().map(|(n, s)| (n.clone(), *s)).collect();
    for (name, symbol) in names {
        if symbol.flags & def::PARAM != 0 {
            continue;
        }
        let special = matches!(&*name, "__class__" | "__classdict__" | "__conditional_annotations__");
        if symbol.scope == Scope::Free && parent_is_class && special {
            // These are cells of the class itself, not variables that its comprehensions can see.
            if let Some(s) = table.blocks[child].symbols.get_mut(&name) {
                s.scope = Scope::GlobalImplicit;
            }
            // Functions inside the comprehension do get the cell.
            if !table.blocks[child].children.iter().any(|&g| table.blocks[g].free.contains(&name)) {
                child_free.remove(&name);
            }
        }
        let outer = table.blocks[parent].flags(&name);
        let inherited = table.blocks[child].children.iter().any(|&g| table.blocks[g].free.contains(&name));
        if outer & def::BOUND != 0 && !parent_is_class && !inherited {
            child_free.remove(&name);
        }
    }
    table.blocks[child].free.clone_from(child_free);
}

fn update(
    table: &mut SymbolTable,
    id: BlockId,
    scopes: &HashMap<Sym, Scope>,
    bound: Option<&Names>,
    free: &Names,
    is_class: bool,
) {
    let block = &mut table.blocks[id];
    let class_flag = is_class || block.can_see_class_scope;
    for (name, symbol) in &mut block.symbols {
        if let Some(scope) = scopes.get(name) {
            symbol.scope = *scope;
        }
    }
    let mut free: Vec<&Sym> = free.iter().collect();
    free.sort();
    for name in free {
        match block.symbols.get_mut(name) {
            Some(symbol) => {
                if class_flag {
                    symbol.flags |= def::FREE_CLASS;
                }
            }
            None => {
                if bound.is_some_and(|b| b.contains(name)) {
                    block.symbols.insert(name.clone(), Symbol { flags: 0, scope: Scope::Free });
                }
            }
        }
    }
}

fn directive_span(table: &SymbolTable, id: BlockId, name: &str) -> Span {
    let block = &table.blocks[id];
    block.directives.iter().find(|(n, _)| &**n == name).map_or(block.span, |(_, span)| *span)
}
