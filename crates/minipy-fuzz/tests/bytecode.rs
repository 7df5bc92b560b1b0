//! Damaged bytecode through the verifier, with bolero.

use minipy_fuzz::bytecode;

#[test]
fn damaged_bytecode() {
    let seeds = bytecode::seeds();
    assert!(seeds.len() > 10);
    bolero::check!().with_type::<(u8, u64)>().for_each(|&(which, seed)| {
        let code = &seeds[usize::from(which) % seeds.len()];
        bytecode::check(&bytecode::damage(code, &seed.to_le_bytes()));
    });
}
